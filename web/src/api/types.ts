// Wire types of Fovea's HTTP API, as the browser reads and writes them. The server declares the same names once in Swift;
// a test compares this file's names with /openapi.json. Times are RFC 3339 strings in UTC, ids lower-case UUIDs,
// coordinates upright pixels with origin 0 and half-open boxes.

export type Id = string;
export type Time = string;

export interface Page<T> { items: T[]; next_cursor: string | null; total: number | null }
export interface FieldProblem { field: string; message: string }
export interface Problem { type?: string; title: string; status: number; detail: string; errors?: FieldProblem[]; request_id?: string }

export type Role = "viewer" | "annotator" | "reviewer" | "manager" | "owner";
export type UserRole = "user" | "admin";

// --- Identity ---------------------------------------------------------------------------------------------------------
/** GET /api/auth/status (public): what the sign-in page must show. */
export interface AuthStatus { first_run: boolean; setup_token_required: boolean; registration: "open" | "closed"; version: string }
export interface User { id: Id; username: string; email: string; role: UserRole; is_active: boolean; is_superuser: boolean; created_at: Time; last_login_at: Time | null }
/** POST /api/auth/register */
export interface RegisterBody { username: string; email: string; password: string; setup_token?: string; invitation?: string }
/** POST /api/auth/login; `cookie: true` also sets the browser's HttpOnly cookie. */
export interface LoginBody { username?: string; email?: string; password: string; cookie?: boolean }
export interface LoginAnswer { access_token: string; token_type: "bearer"; expires_in: number }
/** GET /api/auth/me */
export interface Me extends User { csrf_token: string | null }
/** PATCH /api/auth/me */
export interface MePatch { username?: string; email?: string; current_password?: string; password?: string }
/** GET /api/auth/sessions, DELETE /api/auth/sessions/{id} */
export interface Session { id: Id; created_at: Time; expires_at: Time; last_seen_at: Time; user_agent: string | null; address: string | null; current: boolean }
/** POST/GET/DELETE /api/api-keys; `key` only in the answer to POST. scopes: "read" | "write" | "admin". */
export interface ApiKey { id: Id; name: string; scopes: string[]; prefix: string; created_at: Time; expires_at: Time | null; last_used_at: Time | null; key?: string }
/** GET/POST/PATCH/DELETE /api/projects/{id}/members[/{user_id}]; POST takes {username | email | user_id, role}. */
export interface Member { user_id: Id; username: string; email: string | null; role: Role; created_at: Time }
/** POST/GET/DELETE /api/invitations (administrators): `token` shown once. */
export interface Invitation { id: Id; email: string | null; created_at: Time; expires_at: Time; token?: string }

// --- Library ----------------------------------------------------------------------------------------------------------
export type TaskType = "CLASSIFICATION" | "DETECTION" | "SEGMENTATION" | "POSE";
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export interface Project {
  id: Id; name: string; description: string; task_type: TaskType; metadata: Json; is_public: boolean; owner_id: Id;
  /** the caller's role here */ role: Role;
  image_count: number; done_count: number; annotation_count: number; label_count: number;
  /** up to 6 newest images, for the strip of thumbnails */ cover_image_ids: Id[];
  created_at: Time; updated_at: Time;
}
export interface ProjectBody { name: string; task_type: TaskType; description?: string; metadata?: Json; is_public?: boolean; class_names?: string[] }

export type ImageStatus = "NEW" | "IN_PROGRESS" | "DONE";
export type ReviewStatus = "UNREVIEWED" | "APPROVED" | "REJECTED" | "NEEDS_REVISION";
export type Split = "unassigned" | "train" | "val" | "test";
export interface Image {
  id: Id; project_id: Id; filename: string; sha256: string; size_bytes: number; content_type: string;
  /** upright pixels */ width: number; height: number;
  status: ImageStatus; review_status: ReviewStatus; split: Split; /** somebody said that there is nothing to label */ is_null: boolean;
  annotation_count: number; comment_count: number; tag_ids: Id[]; /** sequences of which it is a frame */ frames: FramePlace[]; has_thumbnail: boolean;
  uploaded_by: Id | null; created_at: Time; updated_at: Time; deleted_at: Time | null;
}
/** Query of GET /api/projects/{id}/images and of /images/count; the filter of changes to many and of saved views. sort: "created_at" | "filename" | "annotation_count" | "size" | "updated_at" | "width" | "height", "-" in front for descending. bin=true lists deleted ones. */
/** bounds of what was measured, both included */
export interface QualityRanges {
  min_brisque?: number; max_brisque?: number; min_niqe?: number; max_niqe?: number; min_piqe?: number; max_piqe?: number;
  min_sharpness?: number; max_sharpness?: number; min_noise?: number; max_noise?: number; min_contrast?: number; max_contrast?: number;
  min_colorfulness?: number; max_colorfulness?: number; min_brightness?: number; max_brightness?: number; min_shadows?: number; max_shadows?: number;
  min_highlights?: number; max_highlights?: number; min_entropy?: number; max_entropy?: number;
  min_uniqueness?: number; max_uniqueness?: number; min_representativeness?: number; max_representativeness?: number;
}
export interface ImageQuery extends QualityRanges {
  status?: ImageStatus; review_status?: ReviewStatus; split?: Split; label_id?: Id; without_label_id?: Id; tag_id?: Id; text?: string;
  annotated?: boolean; geometry_type?: Geometry["type"]; is_null?: boolean; has_comments?: boolean; has_open_comments?: boolean; has_predictions?: boolean;
  min_width?: number; max_width?: number; min_height?: number; max_height?: number; min_megapixels?: number; max_megapixels?: number;
  min_bytes?: number; max_bytes?: number; min_annotations?: number; max_annotations?: number;
  created_from?: Time; created_to?: Time; uploaded_by?: Id; assignee_id?: Id; assigned?: boolean; reviewer_id?: Id; /** key=value */ metadata?: string;
  sequence_id?: Id; flag?: QualityFlag; bin?: boolean; /** also "frame" with sequence_id */ sort?: string; limit?: number; cursor?: string;
}
/** GET/POST /api/projects/{id}/views, PATCH/DELETE /api/views/{id} */
export interface ImageView { id: Id; project_id: Id; owner_id: Id; owner: string; name: string; query: ImageQuery; density: string | null; is_shared: boolean; is_default: boolean; created_at: Time; updated_at: Time }
export type BulkAction = "status" | "review" | "split" | "tags" | "null" | "bin" | "restore" | "delete" | "metadata" | "copy" | "move" | "random_split" | "add_label" | "remove_label" | "undo";
export interface BulkShares { train: number; val: number; test: number }
/** POST /api/projects/{id}/images/bulk: image_ids, or a filter; with what the action needs */
export interface BulkBody {
  action: BulkAction; image_ids?: Id[]; filter?: ImageQuery; expected_count?: number;
  status?: ImageStatus; review_status?: ReviewStatus; split?: Split; shares?: BulkShares; seed?: number; stratify?: boolean;
  add?: Id[]; remove?: Id[]; label_id?: Id; is_null?: boolean; metadata?: Json; target_project_id?: Id; create_labels?: boolean; operation_id?: Id;
}
/** the answer; is_job: it goes on as a job of the same id. POST /api/bulk/{id}/undo, GET /api/bulk/{id} */
export interface BulkOperation { id: Id; action: BulkAction; matched: number; changed: number; skipped: number; is_job: boolean; can_undo: boolean }
/** GET /api/projects/{id}/images/count */
export interface ImageCount { count: number }
/** GET /api/images/{id}/metadata; PATCH replaces `metadata`. */
export interface ImageMetadata { exif: { [tag: string]: Json }; metadata: Json }
/** GET /api/images/{id}/url */
export interface ImageUrl { url: string; expires_in: number }
export interface Uploaded { image_id: Id; filename: string; sha256: string; width: number; height: number; duplicate_of?: Id }
export interface Rejected { filename: string; reason: string }
export interface UploadAnswer { uploaded: Uploaded[]; rejected: Rejected[] }
/** POST /api/images/upload as JSON {project_id, filename, size} (or files: [{filename, size}]) */
export interface Presigned { image_id: Id; url: string; method: "PUT"; headers: { [name: string]: string } }
export interface PresignAnswer { presigned: Presigned[] }
/** PATCH /api/images/status|review|split (bulk): {image_ids, status | review_status | split} -> {updated: n}; DELETE by POST /api/images/delete {image_ids}; POST /api/images/restore {image_ids} */
export interface BulkAnswer { updated: number }

export interface LabelAttribute { name: string; type: "text" | "number" | "boolean" | "select"; options?: string[] }
export interface Skeleton { keypoints: string[]; edges: [number, number][] }
export interface Label { id: Id; project_id: Id; name: string; color: string; index: number; path: string | null; hotkey: string | null; attributes: LabelAttribute[]; skeleton: Skeleton | null; annotation_count: number; created_at: Time }
export interface Tag { id: Id; project_id: Id; name: string; color: string; image_count: number }
/** PATCH /api/images/tags */
export interface TagOps { image_ids: Id[]; add?: Id[]; remove?: Id[] }

export type Point = [number, number];
export type Geometry =
  | { type: "box"; x: number; y: number; width: number; height: number }
  | { type: "rotated_box"; cx: number; cy: number; width: number; height: number; angle: number }
  | { type: "polygon"; points: Point[]; holes?: Point[][] }
  | { type: "polyline"; points: Point[] }
  | { type: "mask"; size: [number, number]; counts: string }
  | { type: "keypoints"; points: [number, number, number][] }
  | { type: "image" };
export interface Annotation {
  id: Id; image_id: Id; label_id: Id; geometry: Geometry; confidence: number | null; is_prediction: boolean;
  attributes: { [name: string]: Json }; /** higher lies on top; among equals the one made later */ z_order: number; /** the same object on other frames of a sequence */ track: TrackPlace | null; version: number; created_by: Id | null; created_at: Time; updated_at: Time;
  /** set only in the answer to a conflict: somebody deleted it; creating it again with its `version` brings it back */ deleted_at: Time | null;
}
/** GET /api/projects/{id}/annotations?image_id=a&image_id=b: shapes of up to 200 images at once, for thumbnails: {items: Annotation[]} */
export interface AnnotationOp { action: "create" | "update" | "delete"; id: Id; label_id?: Id; geometry?: Geometry; confidence?: number | null; is_prediction?: boolean; attributes?: { [name: string]: Json }; /** 0 unless told */ z_order?: number; /** null: of no track any more */ track?: TrackPlace | null; version?: number }
/** PATCH /api/images/{id}/annotations {ops} -> {annotations}; 409 is a Problem with `annotations`: the current state. */
export interface AnnotationsAnswer { annotations: Annotation[] }
/** `annotations`: what clashes, as it is now; `missing`: ids that are not there at all */
export interface AnnotationConflict extends Problem { annotations: Annotation[]; missing?: Id[] }
/** POST /api/images/{id}/annotations/restore: to a moment, or from the bin (GET .../annotations?deleted=true) */
export interface AnnotationRestore { at?: Time; history_id?: Id; before?: boolean; annotation_ids?: Id[]; preview?: boolean }
export interface AnnotationRestoreAnswer { preview: boolean; restored: number; changed: number; deleted: number; skipped: number; annotations: Annotation[] }
export interface AnnotationChange { id: Id; annotation_id: Id; action: "create" | "update" | "delete" | "restore"; user_id: Id | null; username: string | null; at: Time; before: Json; after: Json }
export interface Comment { id: Id; image_id: Id; author_id: Id; author: string; body: string; annotation_id: Id | null; point: Point | null; /** the thread's first comment */ parent_id: Id | null; /** members named as @username */ mentions: Id[]; resolved_at: Time | null; created_at: Time; updated_at: Time }
/** GET /api/comments?mentions=me&unread=true; POST /api/comments/read {comment_ids?} */
export interface Mention { comment_id: Id; image_id: Id; filename: string; project_id: Id; project_name: string; author: string; body: string; resolved_at: Time | null; created_at: Time; read_at: Time | null }
/** POST /api/projects/{id}/classify {items}: classes of up to 500 images, each image all or nothing */
export interface ClassifyItem { image_id: Id; ops: AnnotationOp[] }
export interface ClassifyOutcome { image_id: Id; /** 200, 404, 409, 422 */ status: number; detail: string | null; /** the image's classes as they now are */ annotations: Annotation[] }
export interface ClassifyAnswer { items: ClassifyOutcome[] }

/** GET /api/images/{id}/quality */
export type QualityState = "waiting" | "measured" | "failed";
export type QualityFlag = "blurry" | "dark" | "bright" | "low_information" | "grey" | "odd_aspect" | "odd_size";
export interface ImageQuality { image_id: Id; status: QualityState; version: number | null; measured_at: Time | null; error_message: string | null; metrics: { [name: string]: number }; flags: QualityFlag[] }
/** GET /api/projects/{id}/quality; POST {again} measures -> MeasureAnswer */
export interface QualityMetric { name: string; meaning: string; more_is_worse: boolean | null; count: number; min: number | null; max: number | null; mean: number | null; histogram: Histogram }
export interface QualityFlagCount { flag: QualityFlag; meaning: string; images: number }
export interface ProjectQuality { images: number; measured: number; failed: number; /** measuring now */ job_id: Id | null; metrics: QualityMetric[]; flags: QualityFlagCount[] }
export interface MeasureAnswer { job_id: Id }

/** GET /api/projects/{id}/stats. Histograms: `edges` has one entry more than `counts`. */
export interface Histogram { edges: number[]; counts: number[] }
export interface LabelCount { label_id: Id; name: string; color: string; annotations: number; images: number }
export interface ProjectStats {
  images: number; annotations: number; unlabeled: number;
  by_status: { [status in ImageStatus]: number }; by_review_status: { [status in ReviewStatus]: number }; by_split: { [split in Split]: number };
  by_label: LabelCount[]; box_area: Histogram /* fraction of the image's area, log10 */; box_aspect: Histogram /* width / height, log2 */;
}

// --- Working together -------------------------------------------------------------------------------------------------
export type TaskKind = "label" | "review";
/** POST (managers) and GET /api/projects/{id}/assignments; PATCH/DELETE /api/assignments/{id} */
export interface Assignment {
  id: Id; project_id: Id; kind: TaskKind; user_id: Id; username: string; is_member: boolean; note: string; due_at: Time | null;
  image_count: number; done_count: number; created_by: Id | null; created_at: Time; updated_at: Time;
}
/** Either `image_ids`, or the first `count` that `filter` finds. */
export interface ImageChoice { image_ids?: Id[]; filter?: ImageQuery; count?: number }
export interface AssignmentBody { kind?: TaskKind; user_ids: Id[]; images: ImageChoice; move?: boolean; due_at?: Time | null; note?: string; ground_truth_rate?: number }
export interface AssignmentsAnswer { assignments: Assignment[]; assigned: number; skipped: number }
/** GET /api/projects/{id}/queue?kind=label|review */
export interface QueueItem { kind: TaskKind; image: Image; layer_id: Id | null; assignment_id: Id | null; is_returned: boolean; due_at: Time | null; note: string | null }
/** GET /api/queue -> {items} */
export interface QueueSummary { project_id: Id; project_name: string; to_label: number; returned: number; to_review: number; due_at: Time | null }
/** GET /api/images/{id}/reviews; PATCH /api/images/{id}/review {review_status, comment} */
export interface ImageReview {
  id: Id; image_id: Id; reviewer_id: Id; reviewer: string; annotator_id: Id | null; annotator: string | null; verdict: ReviewStatus; comment: string;
  annotation_count: number; last_change_id: Id | null; /** the annotations were changed since */ is_stale: boolean; created_at: Time;
}
/** GET /api/layers/{id}; GET/PATCH /api/layers/{id}/annotations as of an image; PATCH /api/layers/{id}/status */
export interface Layer { id: Id; project_id: Id; image_id: Id; user_id: Id; username: string; status: ImageStatus; annotation_count: number; is_editable: boolean; created_at: Time; updated_at: Time }
export type ConsensusStatus = "open" | "closed";
export interface ConsensusAnnotator { user_id: Id; username: string; done_count: number }
/** POST (managers) and GET /api/projects/{id}/consensus; GET/PATCH/DELETE /api/consensus/{id} */
export interface ConsensusSet {
  id: Id; project_id: Id; name: string; note: string; due_at: Time | null; status: ConsensusStatus; image_count: number; layer_count: number;
  done_count: number; merged_count: number; annotators: ConsensusAnnotator[]; created_by: Id | null; created_at: Time; closed_at: Time | null;
}
export interface ConsensusBody { name: string; user_ids: Id[]; images: ImageChoice; due_at?: Time | null; note?: string }
/** GET /api/projects/{id}/agreement?consensus_id=&threshold=&format=json|csv&part=images|pairs|people|labels */
export interface AgreementReport {
  threshold: number; images: number; pending: number; f1: number | null; mean_iou: number | null; kappa: number | null; alpha: number | null;
  pairs: AgreementOfPair[]; people: AgreementOfPerson[]; labels: AgreementOnLabel[]; /** least agreement first */ per_image: AgreementOnImage[];
}
export interface AgreementOfPair {
  left_id: Id; left: string; right_id: Id; right: string; images: number; hits: number; left_only: number; right_only: number;
  precision: number | null; recall: number | null; f1: number | null; mean_iou: number | null; kappa: number | null; class_accuracy: number | null;
}
export interface AgreementOfPerson { user_id: Id; username: string; images: number; precision: number | null; recall: number | null; f1: number | null; mean_iou: number | null }
export interface AgreementOnLabel { label_id: Id; name: string; color: string; hits: number; misses: number; f1: number | null; mean_iou: number | null }
export interface AgreementOnImage { consensus_id: Id; image_id: Id; filename: string; people: number; agreement: number; mean_iou: number | null; hits: number; misses: number; merged_at: Time | null }
/** GET /api/consensus/{id}/images/{image_id} */
export interface ComparedImage { image_id: Id; filename: string; width: number; height: number; merged_at: Time | null; layers: ComparedLayer[]; majority: MajorityShape[]; disputed: number }
export interface ComparedLayer { layer: Layer; annotations: Annotation[] }
export interface MajorityShape { label_id: Id; geometry: Geometry }
/** POST /api/consensus/{id}/merge */
export interface MergeBody { image_ids: Id[]; user_id?: Id; threshold?: number }
export interface MergeAnswer { merged: number; disputed: number }
/** POST/GET /api/projects/{id}/ground-truth, POST .../remove, GET .../scores (managers) */
export interface GroundTruthImage { image_id: Id; filename: string; annotation_count: number; check_count: number; marked_at: Time }
export interface GroundTruthScore { user_id: Id; username: string; images: number; precision: number | null; recall: number | null; f1: number | null; mean_iou: number | null; class_accuracy: number | null }
/** GET /api/projects/{id}/team?days= */
export interface TeamReport { people: PersonWork[]; days: DayWork[] }
export interface PersonWork { user_id: Id; username: string; changes: number; labelled: number; reviewed: number; approved: number; returned: number; returned_share: number | null; seconds: number }
export interface DayWork { day: string; changes: number; labelled: number; reviewed: number; returned: number }

// --- Sequences --------------------------------------------------------------------------------------------------------
/** a keyframe was drawn by somebody; the others are interpolated. `ends`: the object leaves until its next keyframe */
export interface TrackPlace { id: Id; sequence_id: Id; is_keyframe: boolean; ends: boolean }
export interface FramePlace { sequence_id: Id; index: number; time: number }
/** one of every, fps, scene; none: every frame */
export interface FramesWanted { every?: number; fps?: number; scene?: number; start?: number; end?: number; limit?: number; format?: "jpeg" | "png"; quality?: number }
/** POST /api/projects/{id}/videos {filename, size, name?, frames?} -> ImportTicket; the video goes to upload.url, then POST /api/videos/{job_id}/run */
export interface VideoBody { filename: string; size: number; name?: string; frames?: FramesWanted }
/** GET /api/projects/{id}/sequences; GET, PATCH {name}, DELETE ?frames=keep|bin /api/sequences/{id}. Times in seconds. */
export interface Sequence { id: Id; project_id: Id; name: string; filename: string; sha256: string; fps: number; width: number; height: number; duration: number; frame_count: number; frames: FramesWanted; created_by: Id | null; created_at: Time; updated_at: Time }
/** GET /api/sequences/{id}/frames */
export interface SequenceFrame { index: number; image_id: Id; source_frame: number; time: number; status: ImageStatus; annotation_count: number }
/** GET /api/sequences/{id}/tracks/{track_id} -> {items} */
export interface TrackStop { index: number; image_id: Id; annotation_id: Id; is_keyframe: boolean; ends: boolean; version: number }
/** `result` of a video job */
export interface VideoReport { sequence_id: Id; frames: number; images: number; duplicates: number; video_frames: number; is_cut: boolean; problem: string | null }

// --- Import, export ---------------------------------------------------------------------------------------------------
/** POST /api/projects/{id}/imports {filename, size, format?, yolo_task?} -> the archive goes to upload.url, then POST /api/imports/{job_id}/run */
export interface ImportTicket { job_id: Id; upload: { url: string; method: "PUT"; headers: { [name: string]: string } } }
export interface ReportRow { file: string; row: string | null; reason: string }
/** `result` of an import job. */
export interface ImportReport { format: string; /** how the format was found out */ evidence: string; images: number; duplicates: number; annotations: number; labels: string[]; skipped: number; /** shapes cut at the edge of their image */ clipped: number; problems: ReportRow[]; problems_total: number }
export type YOLOTask = "detect" | "segment" | "pose" | "obb" | "classify";
/** GET /api/datasets/{project or dataset id}/export?format=coco&yolo_task=obb&images=true streams a ZIP; .../export/losses counts first: */
export interface ExportLosses { images: number; annotations: number; losses: ExportLoss[] }
export interface ExportLoss { kind: "shape" | "dropped" | "attributes" | "confidence" | "split" | "classes" | "images" | "tracks"; count: number; /** for people */ text: string }

// --- Jobs -------------------------------------------------------------------------------------------------------------
export type JobStatus = "UPLOADING" | "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
export interface Job {
  id: Id; kind: string; status: JobStatus; project_id: Id | null; user_id: Id | null; title: string;
  /** 0...1 */ progress: number; progress_message: string | null; attempt: number; max_attempts: number;
  result: Json; error_message: string | null;
  created_at: Time; started_at: Time | null; finished_at: Time | null;
}
/** WS /ws/jobs/{id}?offset=n; also GET /api/jobs/{id}/logs?offset=n -> {items: JobFrame[], next_offset} */
export type JobFrame =
  | { offset: number; type: "log"; at: Time; data: { stream: "stdout" | "stderr" | "system"; text: string } }
  | { offset: number; type: "state"; at: Time; data: { status: JobStatus; error_message: string | null } }
  | { offset: number; type: "progress"; at: Time; data: { fraction: number; message: string | null } }
  | { offset: number; type: "metric"; at: Time; data: EpochMetrics };

// --- Learning ---------------------------------------------------------------------------------------------------------
/** POST/GET /api/projects/{id}/datasets; GET /api/datasets/{id} */
export interface DatasetBody { name: string; splits?: { train: number; val: number; test: number }; seed?: number; preprocessing?: Json; augmentation?: Json; filter?: Json }
export interface Dataset {
  id: Id; project_id: Id; version: number; name: string; task_type: TaskType; class_names: string[];
  image_count: number; annotation_count: number; by_split: { train: number; val: number; test: number }; seed: number;
  preprocessing: Json; augmentation: Json; filter: Json; manifest_sha256: string; created_by: Id; created_at: Time;
}
/** GET /api/datasets/{id}/statistics */
export interface DatasetStatistics { by_label: { name: string; train: number; val: number; test: number; total: number }[]; box_area: Histogram; box_aspect: Histogram }
/** GET /api/datasets/{id}/validate */
export interface DatasetValidation { ok: boolean; errors: string[]; warnings: string[] }

export type TrainingStatus = "pending" | "running" | "completed" | "failed" | "cancelled";
export interface TrainingBody { dataset_id: Id; base_model: string; epochs: number; batch_size?: number; img_size?: number; learning_rate?: number; patience?: number; seed?: number; device?: string; name?: string }
export interface TrainingRun {
  id: Id; project_id: Id; dataset_id: Id; dataset_name: string; name: string; status: TrainingStatus; base_model: string;
  epochs: number; batch_size: number; img_size: number; learning_rate: number | null; patience: number; seed: number; device: string;
  current_epoch: number; best_map: number | null; best_map50: number | null; training_time: number | null; pretrained: boolean | null;
  model_id: Id | null; model_version_id: Id | null; error_message: string | null; notes: string[];
  created_by: Id; created_at: Time; started_at: Time | null; finished_at: Time | null;
}
/** GET /api/training/{id}/metrics -> {items: EpochMetrics[]} */
export interface EpochMetrics { epoch: number; train: { [name: string]: number }; val: { [name: string]: number }; lr: number | null; seconds: number }

/** GET /api/training/options -> what the form offers, and how fields are bounded. */
export interface TrainingOptions { base_models: { name: string; family: string; parameters: number }[]; devices: string[]; trainer: { ready: boolean; reason: string | null } }

export interface Model { id: Id; name: string; description: string; owner_id: Id; project_id: Id | null; is_public: boolean; deployed_version_id: Id | null; version_count: number; created_at: Time; updated_at: Time }
export type ModelVersionStatus = "UPLOADING" | "BUILDING" | "READY" | "FAILED";
export interface ModelVersion {
  id: Id; model_id: Id; version_number: string; kind: "detector" | "package" | "embedding"; status: ModelVersionStatus;
  class_names: string[]; metrics: { [name: string]: Json }; img_size: number | null; size_bytes: number | null; sha256: string | null;
  training_id: Id | null; dataset_id: Id | null; build_logs: string | null; error_message: string | null;
  docker_image: string | null; docker_image_digest: string | null; created_at: Time;
}
/** POST /api/models/{id}/deploy {version_id?} */
export interface Deployment { endpoint: string; model_id: Id; version_id: Id; deployed_at: Time }
/** GET /api/models/{id}/metrics: how the deployed model is used and how it scored. */
export interface ModelMetrics { deployed_version_id: Id | null; requests: number; errors: number; latency_ms: { p50: number; p95: number } | null; versions: { version_id: Id; version_number: string; metrics: { [name: string]: Json } }[] }

export interface Prediction { class_id: number; class_name: string; confidence: number; box: { x: number; y: number; width: number; height: number } }
/** POST /api/predictions/infer (multipart file or image_id, model_id | version_id, confidence, iou; save=true with an image_id keeps an analysis) */
export interface InferAnswer { predictions: Prediction[]; width: number; height: number; model_id: Id; version_id: Id; analysis_id?: Id; timing_ms: { decode: number; preprocess: number; inference: number; postprocess: number; total: number } }
/** POST /api/predictions/batch {model_id | version_id, project_id | image_ids, confidence, iou} -> {job_id} */
export interface BatchAnswer { job_id: Id }
/** GET /api/images/{id}/analyses, GET /api/analyses/{id}, /annotations; POST /api/analyses/{id}/accept -> {accepted: n} */
export interface Analysis { id: Id; image_id: Id; model_name: string; model_version: string; version_id: Id | null; status: "queued" | "processing" | "completed" | "failed"; annotation_count: number; parameters: Json; error_message: string | null; created_at: Time; completed_at: Time | null }
export interface AnalysisAnnotation { id: Id; analysis_id: Id; annotation_type: string; class_name: string | null; confidence: number | null; data: Json; storage_path: string | null; ordering: number }

// --- Curate ---------------------------------------------------------------------------------------------------------
export interface Box { x: number; y: number; width: number; height: number }
export type LabelErrorKind = "missed" | "spurious" | "mislocated" | "swapped";
/** GET /api/projects/{id}/label-errors?kind&label_id&state; POST /api/label-errors/{id}/apply, /dismiss, /reopen */
export interface LabelError {
  id: Id; image_id: Id; filename: string; width: number; height: number; kind: LabelErrorKind; state: "open" | "applied" | "dismissed";
  score: number; similarity: number; annotation_id: Id | null; label_id: Id | null; labelled_box: Box | null;
  analysis_id: Id; predicted_label_id: Id | null; predicted_box: Box | null; confidence: number | null;
}
/** GET /api/projects/{id}/label-errors/counts: open ones, and what was compared last */
export interface LabelErrorCounts {
  missed: number; spurious: number; mislocated: number; swapped: number; model_name: string | null; model_version: string | null; job_id: Id | null;
}
/** GET /api/projects/{id}/analysing-models */
export interface AnalysingModel { model_name: string; model_version: string; images: number }
// --- Curation: likeness -----------------------------------------------------------------------------------------------
export type EmbedderKind = "descriptor" | "model" | "backbone";
/** What makes vectors of pictures. */
export interface Embedder {
  id: Id; kind: EmbedderKind; version_id: Id | null; name: string; sha256: string | null; recipe: Json; dimension: number;
  licence: string | null; searches_text: boolean;
}
/** GET/PUT {model_id} /api/projects/{id}/embedding */
export interface EmbeddingState { model: Embedder | null; image_count: number; embedded_count: number; failed_count: number; job_id: Id | null; models: Embedder[]; detectors: EmbeddableDetector[] }
export interface EmbeddingMap { version: Id | null; method: MapMethod | null; model_id: Id | null; model_name: string | null; point_count: number; laid_out_count: number; new_count: number; made_at: string | null; job_id: Id | null; ids: Id[] | null; /** 0 left to 1 right */ x: number[] | null; /** 0 below to 1 above */ y: number[] | null }
export type MapMethod = "pca" | "tsne";
export type MapColouring = "label" | "prediction" | "group" | "quality" | "coverage" | "split" | "status";
export interface EmbeddingMapClass { name: string; value: string | null; color: string | null; count: number }
export interface EmbeddingMapColours { version: Id; by: MapColouring; is_scale: boolean; legend: EmbeddingMapClass[]; /** places in the legend; -1: the image is gone */ classes: number[] }
export interface EmbeddingMapJob { job_id: Id }
export interface EmbeddableDetector { version_id: Id; name: string }
/** GET /api/images/{id}/similar?limit=&model= and POST /api/projects/{id}/search/similar -> Page<SimilarImage> */
export interface SimilarImage { image: Image; similarity: number }
export interface SearchRegion { x: number; y: number; width: number; height: number }
export interface SearchBody { text?: string; image_id?: Id; region?: SearchRegion; limit?: number; model_id?: Id }

/** POST/GET /api/batches; PUT /api/batches/{id}/analyze AnalyzeBody -> Batch */
export type BatchStatus = "created" | "analyzing" | "complete" | "failed";
export interface Batch {
  id: Id; project_id: Id; batch_name: string; status: BatchStatus; parameters: Json; embedder_id: Id | null; job_id: Id | null;
  image_count: number; error_message: string | null; created_by: Id; created_at: Time; updated_at: Time;
}
export interface BatchImage { image_id: Id; filename: string; /** null: in no group */ group_label: string | null; by_hand: boolean; probability: number | null }
export interface BatchGroup { label: string | null; count: number }
/** GET /api/batches/{id} and PUT /api/batches/{id}/groups GroupsBody */
export interface BatchContent { batch: Batch; groups: BatchGroup[]; images: BatchImage[] }
export interface GroupsBody { moves?: { image_id: Id; group_label: string | null }[]; renames?: { from: string; to: string }[] }

// --- Coverage ---------------------------------------------------------------------------------------------------------
/** GET /api/projects/{id}/coverage; POST counts -> Job */
export interface ProjectCoverage {
  images: number; embedded: number; counted: number; embedder_name: string | null; is_stale: boolean; is_exact: boolean;
  counted_at: Time | null; job_id: Id | null; metrics: QualityMetric[];
}
/** GET /api/images/{id}/coverage */
export interface ImageCoverage { image_id: Id; uniqueness: number | null; representativeness: number | null }
/** POST /api/projects/{id}/label-first -> LabelFirstAnswer */
export interface LabelFirstBody { count?: number; image_ids?: Id[]; filter?: ImageQuery; seed?: number }
export type LabelFirstStart = "labelled" | "representative" | "central" | "drawn";
export interface LabelFirstPick { image: Image; /** between the vectors, 0 to 2 */ distance: number | null }
export interface LabelFirstAnswer {
  picks: LabelFirstPick[]; start: LabelFirstStart; candidates: number; without_vector: number; labelled: number; compared: number;
  reach_before: number | null; reach_after: number;
}

/** GET /api/projects/{id}/label-statistics?split=&label_id=; /label-statistics/classes.csv */
export interface LabelInSplit { objects: number; images: number }
export interface LabelBalance { label_id: Id; name: string; color: string; objects: number; images: number; share: number; by_split: { [split: string]: LabelInSplit } }
/** squares in the order of label_ids */
export interface CoOccurrence { label_ids: Id[]; images: number[][]; jaccard: number[][]; lift: number[][] }
export interface BoxMeasure {
  name: string; min: number | null; p05: number | null; p25: number | null; median: number | null; p75: number | null; p95: number | null;
  max: number | null; mean: number | null; histogram: Histogram;
}
export type OddBoxKind = "tiny" | "huge" | "border";
export interface OddBoxes { kind: OddBoxKind; objects: number; images: number; /** images */ examples: Id[] }
export interface ObjectCountBin { least: number; /** null: and more */ most: number | null; images: number }
export interface LabelStatistics {
  images: number; labelled_images: number; objects: number; labels: LabelBalance[]; co_occurrence: CoOccurrence; boxes: number;
  measures: BoxMeasure[]; /** 16 rows of 16 */ centres: number[]; odd: OddBoxes[]; objects_per_image: ObjectCountBin[];
}
/** GET /api/projects/{id}/drift?a=&b=: all, labelled, unlabelled, split:NAME, tag:ID, before:DATE, since:DATE */
export type DriftLevel = "none" | "some" | "large" | "unclear";
export interface DriftSide { set: string; images: number; objects: number; measured: number; vectors: number }
export interface LabelShift { label_id: Id; name: string; color: string; share_a: number; share_b: number }
export interface LabelDrift { level: DriftLevel; distance: number; chi_squared: number; degrees: number; p: number; labels: LabelShift[] }
export interface NumberDrift {
  name: string; level: DriftLevel; statistic: number; p: number; stability: number; count_a: number; count_b: number;
  median_a: number; median_b: number; edges: number[]; counts_a: number[]; counts_b: number[];
}
export interface LooksDrift { level: DriftLevel; discrepancy: number; p: number; embedder_name: string }
export interface DriftReport { a: DriftSide; b: DriftSide; both: number; level: DriftLevel; labels: LabelDrift | null; looks: LooksDrift | null; numbers: NumberDrift[] }

// --- Duplicates -------------------------------------------------------------------------------------------------------
export type DuplicateKind = "exact" | "near";
export type DifferenceKind = "identical" | "recompressed" | "resized" | "cropped" | "mirrored" | "turned" | "brightness" | "contrast";
export interface DuplicateImage {
  image_id: Id; filename: string; width: number; height: number; size_bytes: number; annotation_count: number; split: Split;
  /** from the first image; empty for that one */ differences: DifferenceKind[]; words: string[]; correlation: number;
}
/** GET /api/projects/{id}/duplicates; PATCH .../{group_id} {dismissed} */
export interface DuplicateGroup {
  id: Id; kind: DuplicateKind; keeper_id: Id; image_count: number; linked_count: number; is_leak: boolean; is_dismissed: boolean;
  /** 100 at most */ images: DuplicateImage[];
}
/** GET /api/projects/{id}/duplicates/state */
export interface DuplicatesState {
  group_count: number; copy_count: number; leak_count: number; exact_count: number; dismissed_count: number; image_count: number;
  failed_count: number; new_count: number; found_at: Time | null; job_id: Id | null;
}
/** POST /api/projects/{id}/duplicates */
export interface DuplicatesJob { job_id: Id }
/** POST /api/projects/{id}/duplicates/resolve */
export interface ResolveBody { groups?: { group_id: Id; keeper_id?: Id }[]; kind?: DuplicateKind; give_tags?: boolean }
export interface ResolveAnswer { operation: BulkOperation; group_count: number; remaining: number }

// --- Operate ----------------------------------------------------------------------------------------------------------
export interface Health { status: "ok" | "unavailable"; version: string; checks?: { [name: string]: { status: "ok" | "unavailable"; detail: string | null; milliseconds: number } } }

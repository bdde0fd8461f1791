import Database

/// Videos as sequences of frames, and tracks through them.
enum SequencesSchema {
    static let migrations: [Migration] = [
        // Equal frames of a video are one image of the project: several places of a sequence may name the same one. `is_repeat`
        // says of a place that its image stands at an earlier one already.
        Migration(
            number: 343, name: "sequences",
            up: """
                CREATE TABLE videos (
                    job_id UUID PRIMARY KEY,
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    filename TEXT NOT NULL,
                    size_bytes BIGINT NOT NULL,
                    choice JSON NOT NULL,
                    name TEXT NOT NULL,
                    digest BYTES,
                    created_at BIGINT NOT NULL
                );
                CREATE INDEX videos_of_project ON videos (project_id);
                CREATE INDEX videos_by_digest ON videos (digest);
                CREATE TABLE sequences (
                    id UUID PRIMARY KEY,
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    name TEXT NOT NULL,
                    filename TEXT NOT NULL,
                    digest BYTES NOT NULL,
                    fps DOUBLE NOT NULL,
                    width BIGINT NOT NULL,
                    height BIGINT NOT NULL,
                    duration_us BIGINT NOT NULL,
                    frame_count BIGINT NOT NULL,
                    choice JSON NOT NULL,
                    created_by UUID,
                    created_at BIGINT NOT NULL,
                    updated_at BIGINT NOT NULL
                );
                CREATE INDEX sequences_of_project ON sequences (project_id, id);
                CREATE TABLE sequence_frames (
                    sequence_id UUID NOT NULL REFERENCES sequences (id) ON DELETE CASCADE,
                    position BIGINT NOT NULL,
                    image_id UUID NOT NULL REFERENCES images (id) ON DELETE CASCADE,
                    source_frame BIGINT NOT NULL,
                    time_us BIGINT NOT NULL,
                    is_repeat BIGINT NOT NULL,
                    PRIMARY KEY (sequence_id, position)
                );
                CREATE INDEX sequence_frames_of_image ON sequence_frames (image_id, sequence_id, position);
                """,
            down: "DROP TABLE sequence_frames; DROP TABLE sequences; DROP TABLE videos;"),
        // Layers have the columns of annotations, and no tracks.
        Migration(
            number: 344, name: "tracks",
            up: """
                ALTER TABLE annotations ADD COLUMN track_id UUID;
                ALTER TABLE annotations ADD COLUMN sequence_id UUID;
                ALTER TABLE annotations ADD COLUMN is_keyframe BIGINT NOT NULL DEFAULT 0;
                ALTER TABLE annotations ADD COLUMN ends_track BIGINT NOT NULL DEFAULT 0;
                CREATE INDEX annotations_of_track ON annotations (track_id, image_id) WHERE track_id IS NOT NULL;
                CREATE INDEX annotations_of_sequence ON annotations (sequence_id) WHERE sequence_id IS NOT NULL;
                ALTER TABLE layer_annotations ADD COLUMN track_id UUID;
                ALTER TABLE layer_annotations ADD COLUMN sequence_id UUID;
                ALTER TABLE layer_annotations ADD COLUMN is_keyframe BIGINT NOT NULL DEFAULT 0;
                ALTER TABLE layer_annotations ADD COLUMN ends_track BIGINT NOT NULL DEFAULT 0;
                """,
            down: """
                ALTER TABLE layer_annotations DROP COLUMN ends_track;
                ALTER TABLE layer_annotations DROP COLUMN is_keyframe;
                ALTER TABLE layer_annotations DROP COLUMN sequence_id;
                ALTER TABLE layer_annotations DROP COLUMN track_id;
                DROP INDEX annotations_of_sequence;
                DROP INDEX annotations_of_track;
                ALTER TABLE annotations DROP COLUMN ends_track;
                ALTER TABLE annotations DROP COLUMN is_keyframe;
                ALTER TABLE annotations DROP COLUMN sequence_id;
                ALTER TABLE annotations DROP COLUMN track_id;
                """),
    ]
}

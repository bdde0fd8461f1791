import Database

/// The tables of working together: what somebody is to do (assignments, tasks), what they do apart from the others (layers,
/// consensus sets), what reviewers said, and how much everybody did.
public enum TeamSchema {
    public static let migrations: [Migration] = [layers, tasks, reviews]

    private static let layers = Migration(
        number: 330, name: "consensus sets and layers",
        up: """
            CREATE TABLE consensus_sets (
                id UUID PRIMARY KEY,
                project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                name TEXT NOT NULL,
                note TEXT NOT NULL,
                due_at BIGINT,
                status TEXT NOT NULL,
                image_count BIGINT NOT NULL,
                layer_count BIGINT NOT NULL,
                done_count BIGINT NOT NULL,
                merged_count BIGINT NOT NULL,
                created_by UUID,
                created_at BIGINT NOT NULL,
                closed_at BIGINT
            );
            CREATE INDEX consensus_sets_of_project ON consensus_sets (project_id, id);
            CREATE TABLE consensus_annotators (
                set_id UUID NOT NULL REFERENCES consensus_sets (id) ON DELETE CASCADE,
                user_id UUID NOT NULL REFERENCES users (id),
                PRIMARY KEY (set_id, user_id)
            );
            CREATE TABLE consensus_images (
                set_id UUID NOT NULL REFERENCES consensus_sets (id) ON DELETE CASCADE,
                image_id UUID NOT NULL REFERENCES images (id) ON DELETE CASCADE,
                merged_at BIGINT,
                merged_by UUID,
                PRIMARY KEY (set_id, image_id)
            );
            CREATE INDEX consensus_images_of_image ON consensus_images (image_id);

            CREATE TABLE layers (
                id UUID PRIMARY KEY,
                project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                image_id UUID NOT NULL REFERENCES images (id) ON DELETE CASCADE,
                user_id UUID NOT NULL REFERENCES users (id),
                set_id UUID REFERENCES consensus_sets (id) ON DELETE CASCADE,
                kind TEXT NOT NULL,
                status TEXT NOT NULL,
                annotation_count BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL
            );
            CREATE UNIQUE INDEX layers_of_set ON layers (set_id, image_id, user_id) WHERE set_id IS NOT NULL;
            CREATE UNIQUE INDEX layers_apart ON layers (image_id, user_id, kind) WHERE set_id IS NULL;
            CREATE INDEX layers_of_project ON layers (project_id, kind, id);
            CREATE TABLE layer_annotations (
                id UUID PRIMARY KEY,
                layer_id UUID NOT NULL REFERENCES layers (id) ON DELETE CASCADE,
                image_id UUID NOT NULL,
                label_id UUID NOT NULL REFERENCES labels (id),
                geometry_type TEXT NOT NULL,
                geometry TEXT NOT NULL,
                min_x DOUBLE NOT NULL,
                min_y DOUBLE NOT NULL,
                max_x DOUBLE NOT NULL,
                max_y DOUBLE NOT NULL,
                confidence DOUBLE,
                is_prediction BIGINT NOT NULL,
                attributes TEXT NOT NULL,
                z_order BIGINT NOT NULL DEFAULT 0,
                version BIGINT NOT NULL,
                created_by UUID,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                deleted_at BIGINT
            );
            CREATE INDEX layer_annotations_of_layer ON layer_annotations (layer_id, deleted_at, created_at, id);
            CREATE INDEX layer_annotations_of_label ON layer_annotations (label_id);
            """,
        down: """
            DROP TABLE layer_annotations;
            DROP TABLE layers;
            DROP TABLE consensus_images;
            DROP TABLE consensus_annotators;
            DROP TABLE consensus_sets;
            """)

    /// A task is one image that one person is to label or review. Queues are read from `tasks_queue` alone; `rank` is 0 for what a
    /// reviewer sent back, which goes first, else 1. An image is given to one person at a time for each kind, layers aside.
    private static let tasks = Migration(
        number: 331, name: "assignments and tasks",
        up: """
            CREATE TABLE assignments (
                id UUID PRIMARY KEY,
                project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                kind TEXT NOT NULL,
                user_id UUID NOT NULL REFERENCES users (id),
                note TEXT NOT NULL,
                due_at BIGINT,
                image_count BIGINT NOT NULL,
                done_count BIGINT NOT NULL,
                created_by UUID,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL
            );
            CREATE INDEX assignments_of_project ON assignments (project_id, id);
            CREATE TABLE tasks (
                id UUID PRIMARY KEY,
                project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                image_id UUID NOT NULL REFERENCES images (id) ON DELETE CASCADE,
                user_id UUID NOT NULL REFERENCES users (id),
                kind TEXT NOT NULL,
                assignment_id UUID REFERENCES assignments (id) ON DELETE CASCADE,
                layer_id UUID REFERENCES layers (id) ON DELETE CASCADE,
                is_open BIGINT NOT NULL,
                rank BIGINT NOT NULL
            );
            CREATE UNIQUE INDEX tasks_once ON tasks (image_id, kind) WHERE layer_id IS NULL;
            CREATE INDEX tasks_queue ON tasks (user_id, project_id, kind, is_open, rank, id);
            CREATE INDEX tasks_of_assignment ON tasks (assignment_id);
            CREATE INDEX tasks_of_layer ON tasks (layer_id);
            CREATE INDEX images_to_review ON images (project_id, created_at, id)
                WHERE deleted_at IS NULL AND status = 'DONE' AND review_status = 'UNREVIEWED';
            """,
        down: """
            DROP INDEX images_to_review;
            DROP TABLE tasks;
            DROP TABLE assignments;
            """)

    private static let reviews = Migration(
        number: 332, name: "reviews and days of work",
        up: """
            CREATE TABLE reviews (
                id UUID PRIMARY KEY,
                image_id UUID NOT NULL REFERENCES images (id) ON DELETE CASCADE,
                reviewer_id UUID NOT NULL REFERENCES users (id),
                annotator_id UUID,
                verdict TEXT NOT NULL,
                comment TEXT NOT NULL,
                annotation_count BIGINT NOT NULL,
                last_change_id UUID,
                created_at BIGINT NOT NULL
            );
            CREATE INDEX reviews_of_image ON reviews (image_id, id);
            CREATE INDEX reviews_of_reviewer ON reviews (reviewer_id, image_id);
            CREATE TABLE work_days (
                project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                day BIGINT NOT NULL,
                user_id UUID NOT NULL REFERENCES users (id),
                changes BIGINT NOT NULL,
                labelled BIGINT NOT NULL,
                reviewed BIGINT NOT NULL,
                approved BIGINT NOT NULL,
                returned BIGINT NOT NULL,
                microseconds BIGINT NOT NULL,
                last_at BIGINT NOT NULL,
                PRIMARY KEY (project_id, day, user_id)
            );
            """,
        down: """
            DROP TABLE work_days;
            DROP TABLE reviews;
            """)
}

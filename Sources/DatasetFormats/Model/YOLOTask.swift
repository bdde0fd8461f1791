/// What Ultralytics' label files hold: one kind for a whole dataset.
public enum YOLOTask: String, Sendable, CaseIterable {
    case detect, segment, pose
    /// Oriented bounding boxes: four corners a line.
    case obb
    /// Folders of classes, no label files.
    case classify
}

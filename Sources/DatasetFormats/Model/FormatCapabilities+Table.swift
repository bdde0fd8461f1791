import Geometry

extension DatasetFormat {
    /// What the format holds when written; for YOLO it depends on the task.
    public func capabilities(_ task: YOLOTask = .detect) -> FormatCapabilities {
        var can = FormatCapabilities()
        switch self {
        case .coco:
            can.rotatedBox = .kept
            (can.polygon, can.mask, can.keypoints) = (.kept, .kept, .kept)
            can.attributes = .all
            can.confidence = true
        case .yolo: can = .yolo(task)
        case .voc: can.attributes = .values
        case .cvat:
            (can.rotatedBox, can.polygon, can.polyline, can.mask, can.keypoints, can.image) = (.kept, .kept, .kept, .kept, .kept, .kept)
            can.attributes = .values
        case .vocMasks:
            (can.box, can.rotatedBox, can.polygon, can.mask) = (.becomes(.mask), .becomes(.mask), .becomes(.mask), .kept)
            (can.polyline, can.keypoints) = (.dropped, .dropped)
        case .labelMe:
            (can.rotatedBox, can.polygon, can.polyline, can.mask, can.image) = (.kept, .kept, .kept, .kept, .kept)
            // Points that are hidden or missing are not told from others.
            can.keypoints = .becomes(.keypoints)
            can.attributes = .all
        case .labelStudio:
            (can.rotatedBox, can.polygon, can.mask, can.keypoints, can.image) = (.kept, .kept, .kept, .kept, .kept)
            can.attributes = .values
            can.confidence = true
        case .openImages:
            can.image = .kept
            can.attributes = .only(OpenImagesColumns.flags.map(\.attribute))
            can.confidence = true
        case .csv:
            can.image = .kept
            can.attributes = .values
            can.confidence = true
        case .datumaro:
            (can.rotatedBox, can.polygon, can.polyline, can.mask, can.keypoints, can.image) = (.kept, .kept, .kept, .kept, .kept, .kept)
            can.attributes = .all
            can.confidence = true
        case .folders:
            can = .classes
            can.severalClasses = false
            can.needsPictures = true
        case .multiclassCSV, .splitFolders: can = .classes
        }
        return can
    }
}

extension FormatCapabilities {
    /// Of formats that know classes of whole images alone: every shape becomes its class.
    fileprivate static var classes: FormatCapabilities {
        var can = FormatCapabilities()
        (can.box, can.rotatedBox, can.polygon, can.polyline) = (.becomes(.image), .becomes(.image), .becomes(.image), .becomes(.image))
        (can.mask, can.keypoints, can.image) = (.becomes(.image), .becomes(.image), .kept)
        return can
    }

    fileprivate static func yolo(_ task: YOLOTask) -> FormatCapabilities {
        var can = FormatCapabilities()
        switch task {
        case .detect: break
        case .segment:
            (can.box, can.rotatedBox, can.polyline) = (.becomes(.polygon), .becomes(.polygon), .becomes(.polygon))
            (can.polygon, can.mask, can.keypoints) = (.kept, .becomes(.polygon), .becomes(.polygon))
        case .pose: can.keypoints = .kept
        case .obb: (can.rotatedBox, can.polygon, can.mask) = (.kept, .becomes(.rotatedBox), .becomes(.rotatedBox))
        case .classify:
            can = classes
            can.severalClasses = false
            can.emptyImages = false
            can.needsPictures = true
        }
        return can
    }
}

import type { YOLOTask } from "../../api/types.ts";

/** What people read of each format; what it holds is said by the server (`/export/losses`). */
export const exportFormats: readonly { id: string; name: string; about: string }[] = [
  { id: "coco", name: "COCO", about: "One JSON file; boxes, polygons, masks, keypoints" },
  { id: "yolo", name: "YOLO", about: "One text file per image and data.yaml, ready for Ultralytics" },
  { id: "voc", name: "Pascal VOC", about: "One XML file per image; boxes" },
  { id: "voc-masks", name: "Pascal VOC masks", about: "Two PNGs per image: the class and the object of each pixel" },
  { id: "cvat", name: "CVAT", about: "One XML file for all images; every kind of shape" },
  { id: "labelme", name: "LabelMe", about: "One JSON file per image; shapes, masks and flags" },
  { id: "labelstudio", name: "Label Studio", about: "A list of tasks in JSON, with a labelling interface" },
  { id: "datumaro", name: "Datumaro", about: "One JSON file per split; every kind of shape and attribute" },
  { id: "openimages", name: "Open Images", about: "Tables of boxes and of classes of images" },
  { id: "csv", name: "CSV", about: "One table, a row per box; for spreadsheets and TensorFlow" },
  { id: "folders", name: "Class folders", about: "One folder per class, for classification" },
  { id: "multiclass-csv", name: "Multi-class CSV", about: "One row per image, one column per class: 0 or 1" },
];

export const importFormats = [
  { value: "", label: "Find out by itself" },
  { value: "coco", label: "COCO JSON (boxes, outlines, keypoints, panoptic, results)" },
  { value: "yolo", label: "YOLO" },
  { value: "voc", label: "Pascal VOC (XML)" },
  { value: "voc-masks", label: "Pascal VOC segmentation masks (PNG)" },
  { value: "cvat", label: "CVAT for images (XML)" },
  { value: "labelme", label: "LabelMe (JSON)" },
  { value: "labelstudio", label: "Label Studio (JSON)" },
  { value: "datumaro", label: "Datumaro (JSON)" },
  { value: "openimages", label: "Open Images (CSV)" },
  { value: "csv", label: "CSV, a row a box" },
  { value: "folders", label: "A folder a class" },
  { value: "split-folders", label: "Split folders with _classes.txt" },
  { value: "multiclass-csv", label: "Split folders with _classes.csv" },
];

export const yoloTasks: readonly { value: YOLOTask; label: string }[] = [
  { value: "detect", label: "Detection: upright boxes" },
  { value: "segment", label: "Segmentation: polygons" },
  { value: "pose", label: "Pose: keypoints" },
  { value: "obb", label: "Oriented boxes" },
  { value: "classify", label: "Classification: folders of classes" },
];

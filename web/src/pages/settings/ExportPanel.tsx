import { useState } from "react";
import { withQuery } from "../../api/client.ts";
import { Button, Card, Checkbox, Icon } from "../../ui/index.ts";

export const exportFormats: readonly { id: string; name: string; about: string }[] = [
  { id: "coco", name: "COCO", about: "One JSON file; boxes, polygons, masks, keypoints" },
  { id: "yolo", name: "YOLO", about: "One text file per image and data.yaml, ready for Ultralytics" },
  { id: "voc", name: "Pascal VOC", about: "One XML file per image; boxes" },
  { id: "voc-masks", name: "Pascal VOC masks", about: "Two PNGs per image: the class and the object of each pixel" },
  { id: "cvat", name: "CVAT", about: "One XML file for all images; every kind of shape" },
  { id: "labelme", name: "LabelMe", about: "One JSON file per image; shapes, masks and flags" },
  { id: "folders", name: "Class folders", about: "One folder per class, for classification" },
  { id: "multiclass-csv", name: "Multi-class CSV", about: "One row per image, one column per class: 0 or 1" },
];

/** A ZIP made while it downloads, from a project or from a dataset version. */
export function ExportPanel({ id, of }: { id: string; of: string }) {
  const [format, setFormat] = useState("coco");
  const [images, setImages] = useState(true);
  // Class folders hold nothing but pictures.
  const whole = format === "folders";
  const start = () => {
    // A link, not fetch: the browser streams the archive to disk and shows its own progress.
    const link = document.createElement("a");
    link.href = withQuery(`/api/datasets/${id}/export`, { format, images: images || whole });
    link.download = "";
    link.click();
  };
  return (
    <Card title={`Export ${of}`}>
      <div className="form">
        <fieldset className="role-list">
          <legend className="field-label">Format</legend>
          {exportFormats.map((one) => (
            <label key={one.id} className={one.id === format ? "role on" : "role"}>
              <input type="radio" name="format" checked={one.id === format} onChange={() => setFormat(one.id)} />
              <span>
                <strong>{one.name}</strong>
                <span className="field-hint">{one.about}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Checkbox
          label="With the pictures"
          hint={whole ? "Class folders are made of pictures." : "Without them, only the annotation files."}
          checked={images || whole}
          disabled={whole}
          onChange={(event) => setImages(event.target.checked)}
        />
        <div>
          <Button kind="primary" onClick={start}>
            <Icon name="download" />Download the archive
          </Button>
        </div>
      </div>
    </Card>
  );
}

import { useState } from "react";
import { withQuery } from "../../api/client.ts";
import { Button, Card, Checkbox, Icon, SelectField } from "../../ui/index.ts";
import { ExportLosses } from "./ExportLosses.tsx";
import { exportFormats, yoloTasks } from "./formats.ts";

/** A ZIP made while it downloads, from a project or from a dataset version. */
export function ExportPanel({ id, of }: { id: string; of: string }) {
  const [format, setFormat] = useState("coco");
  const [task, setTask] = useState("");
  const [images, setImages] = useState(true);
  const query = format === "yolo" && task ? { format, yolo_task: task } : { format };
  // Class folders hold nothing but pictures.
  const whole = format === "folders" || (format === "yolo" && task === "classify");
  const start = () => {
    // A link, not fetch: the browser streams the archive to disk and shows its own progress.
    const link = document.createElement("a");
    link.href = withQuery(`/api/datasets/${id}/export`, { ...query, images: images || whole });
    link.download = "";
    link.click();
  };
  return (
    <Card title={`Export ${of}`}>
      <div className="export">
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
        <div className="form export-side">
          {format === "yolo" && (
            <SelectField
              label="Labels for"
              hint="A YOLO dataset holds one kind of label."
              options={[{ value: "", label: "By the project's task" }, ...yoloTasks]}
              value={task}
              onChange={(event) => setTask(event.target.value)}
            />
          )}
          <ExportLosses id={id} query={query} />
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
      </div>
    </Card>
  );
}

import type { Image, ImageMetadata, Json, Role, Split, Tag } from "../../../api/types.ts";
import { useQuery } from "../../../api/hooks.ts";
import { useAll } from "../../../api/useAll.ts";
import { atLeast } from "../../../app/project.ts";
import { bytes } from "../../../lib/format.ts";
import { Ago, CopyValue, Facts, Icon, Loaded, Select, Skeleton } from "../../../ui/index.ts";
import { splitText } from "../../images/filter/filter.ts";
import { setSplit, setTags } from "../imageActions.ts";
import { TagPicker } from "./TagPicker.tsx";

const splits: readonly Split[] = ["unassigned", "train", "val", "test"];

/** What is known of the image: what people decide (split, tags), the file, its camera's notes. */
export function DetailsPanel({ image, role }: { image: Image; role: Role | undefined }) {
  const tags = useAll<Tag>(`/api/projects/${image.project_id}/tags`);
  const metadata = useQuery<ImageMetadata>(`/api/images/${image.id}/metadata`, { freshMs: 60_000 });
  const editable = atLeast(role, "annotator") && !image.deleted_at;
  return (
    <div className="stack-wide">
      <h2 className="sr-only">Details</h2>
      <div className="stack">
        <h3>Split</h3>
        {editable
          ? (
            <Select
              aria-label="Split"
              value={image.split}
              onChange={(event) => void setSplit(image, event.target.value as Split)}
              options={splits.map((value) => ({ value, label: splitText(value) }))}
            />
          )
          : <span>{splitText(image.split)}</span>}
      </div>
      <div className="stack">
        <h3>Tags</h3>
        <Loaded query={tags} skeleton={<Skeleton lines={[40]} />}>
          {(all) => (
            <TagPicker
              projectId={image.project_id}
              tags={all}
              chosen={image.tag_ids}
              disabled={!editable}
              mayCreate={editable}
              onChange={(ids) => void setTags(image, ids)}
            />
          )}
        </Loaded>
      </div>
      <div className="stack">
        <h3>File</h3>
        <Facts
          rows={[
            ["Size", `${image.width} × ${image.height} px`],
            ["Bytes", bytes(image.size_bytes)],
            ["Type", image.content_type],
            ["Added", <Ago time={image.created_at} />],
            ["SHA-256", <CopyValue text={image.sha256} short={12} label="the digest" />],
            ["Image id", <CopyValue text={image.id} short={8} label="the image id" />],
          ]}
        />
        <div className="row">
          <a
            className="btn btn-secondary btn-s"
            href={`/api/images/${image.id}/content`}
            target="_blank"
            rel="noopener"
          >
            <Icon name="external" />
            Original
          </a>
        </div>
      </div>
      <div className="stack">
        <h3>Metadata</h3>
        <Loaded query={metadata} skeleton={<Skeleton />}>
          {(data) => <Metadata data={data} />}
        </Loaded>
      </div>
    </div>
  );
}

function Metadata({ data }: { data: ImageMetadata }) {
  const own = data.metadata && typeof data.metadata === "object" && !Array.isArray(data.metadata) ? data.metadata : {};
  const rows = [...Object.entries(own), ...Object.entries(data.exif ?? {})];
  if (rows.length === 0) return <p className="muted">The file brings no EXIF, and nobody added anything.</p>;
  return <Facts rows={rows.map(([name, value]) => [name, text(value)] as const)} />;
}

function text(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

import type { Image, ImageMetadata, Json, Role, Split, Tag } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useQuery } from "../../../api/hooks.ts";
import { useAll } from "../../../api/useAll.ts";
import { atLeast } from "../../../app/project.ts";
import { bytes } from "../../../lib/format.ts";
import { Ago, CopyValue, Facts, Icon, Loaded, Select, Skeleton, Switch } from "../../../ui/index.ts";
import { splitText } from "../../images/filter/filter.ts";
import { SimilarStrip } from "../../images/similar/SimilarStrip.tsx";
import { MetadataEditor } from "../../images/metadata/MetadataEditor.tsx";
import { setNull, setSplit, setTags } from "../imageActions.ts";
import { CoverageFacts } from "./CoverageFacts.tsx";
import { QualityFacts } from "./QualityFacts.tsx";
import { TagPicker } from "./TagPicker.tsx";

const splits: readonly Split[] = ["unassigned", "train", "val", "test"];

/** What is known of the image: what people decide (split, tags), the file, its camera's notes. */
export function DetailsPanel({ image, role }: { image: Image; role: Role | undefined }) {
  const tags = useAll<Tag>(`/api/projects/${image.project_id}/tags`);
  const metadataQuery = useQuery<ImageMetadata>(`/api/images/${image.id}/metadata`, { freshMs: 60_000 });
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
      {(image.annotation_count === 0 || image.is_null) && (
        <div className="row">
          <div className="grow">
            <h3>Nothing to label</h3>
            <p className="muted small">A null image: looked at, and empty. Models learn from those too.</p>
          </div>
          <Switch
            label="Nothing to label"
            checked={image.is_null}
            disabled={!editable}
            onChange={(on) => void setNull(image, on)}
          />
        </div>
      )}
      {!image.deleted_at && (
        <div className="stack">
          <h3>Similar</h3>
          <SimilarStrip projectId={image.project_id} imageId={image.id} />
        </div>
      )}
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
      <QualityFacts imageId={image.id} />
      <CoverageFacts imageId={image.id} />
      <div className="stack">
        <h3>Metadata</h3>
        <Loaded query={metadataQuery} skeleton={<Skeleton />}>
          {(data) => (
            <MetadataEditor
              key={image.id}
              metadata={data.metadata}
              editable={editable}
              empty="Nobody added anything."
              onSave={async (metadata) => {
                await api.patch(`/api/images/${image.id}/metadata`, { metadata });
                await metadataQuery.refresh();
              }}
            />
          )}
        </Loaded>
      </div>
      <div className="stack">
        <h3>EXIF</h3>
        <Loaded query={metadataQuery} skeleton={<Skeleton />}>
          {(data) => <Exif exif={data.exif ?? {}} />}
        </Loaded>
      </div>
    </div>
  );
}

function Exif({ exif }: { exif: ImageMetadata["exif"] }) {
  const rows = Object.entries(exif).map(([name, value]) => [name, text(value)] as const);
  return rows.length > 0 ? <Facts rows={rows} /> : <p className="muted">The file brings none.</p>;
}

function text(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

import type { Model, ModelVersion } from "../../api/types.ts";
import { Link } from "../../app/Link.tsx";
import { bytes } from "../../lib/format.ts";
import { Card, CopyValue, Facts, Icon, Notice, Status } from "../../ui/index.ts";
import { MetricsCard } from "./MetricsCard.tsx";

/** One version: what it knows, how it scored, where it comes from. */
export function VersionDetails({ version, model }: { version: ModelVersion; model: Model }) {
  const project = model.project_id;
  return (
    <div className="grid-2 grid-top">
      <Card
        title={`Version ${version.version_number}`}
        actions={version.status === "READY" && (
          <a className="btn btn-secondary btn-s" href={`/api/models/versions/${version.id}/download`} download="">
            <Icon name="download" />Download
          </a>
        )}
      >
        {version.error_message && <Notice kind="bad" title="It could not be made ready">{version.error_message}
        </Notice>}
        <Facts
          rows={[
            ["State", <Status key="s" status={version.status} />],
            ["Kind", version.kind === "package" ? "package" : `${version.kind} (ONNX)`],
            ["Classes", version.class_names.length === 0 ? "–" : version.class_names.join(", ")],
            version.img_size !== null && ["Image size", `${version.img_size} px`],
            version.size_bytes !== null && ["Size", bytes(version.size_bytes)],
            version.sha256 !== null &&
            ["SHA-256", <CopyValue key="h" text={version.sha256} short={16} label="the digest" />],
            version.docker_image_digest !== null &&
            ["Image", <CopyValue key="i" text={version.docker_image_digest} short={24} label="the image's digest" />],
            ["Id", <CopyValue key="id" text={version.id} short={8} label="the version's id" />],
          ]}
        />
      </Card>
      <div className="stack-wide">
        <MetricsCard version={version} />
        <Card title="Lineage">
          <Facts
            rows={[
              [
                "Training run",
                version.training_id && project
                  ? (
                    <Link key="t" to={`/projects/${project}/training/${version.training_id}`}>
                      the run that made it
                    </Link>
                  )
                  : <span key="t" className="muted">uploaded</span>,
              ],
              [
                "Dataset",
                version.dataset_id && project
                  ? (
                    <Link key="d" to={`/projects/${project}/datasets/${version.dataset_id}`}>
                      the version it learned from
                    </Link>
                  )
                  : <span key="d" className="muted">not known</span>,
              ],
            ]}
          />
        </Card>
        {version.build_logs && (
          <Card title="Build log" flush>
            <pre className="build-log" tabIndex={0} aria-label="Build log">{version.build_logs}</pre>
          </Card>
        )}
      </div>
    </div>
  );
}

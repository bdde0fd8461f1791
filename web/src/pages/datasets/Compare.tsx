import { useQuery } from "../../api/hooks.ts";
import type { Dataset, Page } from "../../api/types.ts";
import { useQueryParam } from "../../app/router.ts";
import { count } from "../../lib/format.ts";
import { Loaded, Select } from "../../ui/index.ts";
import { changes } from "./changes.ts";

/** One version beside another of the same project. */
export function Compare({ dataset }: { dataset: Dataset }) {
  const versions = useQuery<Page<Dataset>>(`/api/projects/${dataset.project_id}/datasets`, { query: { limit: 200 } });
  const [withId, setWith] = useQueryParam("with");
  return (
    <Loaded query={versions}>
      {(page) => {
        const others = page.items.filter((one) => one.id !== dataset.id).sort((a, b) => b.version - a.version);
        const other = others.find((one) => one.id === withId) ?? others.find((one) => one.version < dataset.version) ??
          others[0];
        if (!other) return <p className="muted">This is the only version.</p>;
        return (
          <div className="stack-wide form">
            <div className="row">
              <span>Compared with</span>
              <Select
                aria-label="Compared with"
                className="select-auto"
                value={other.id}
                options={others.map((one) => ({ value: one.id, label: `${one.name} (version ${one.version})` }))}
                onChange={(event) => setWith(event.target.value)}
              />
            </div>
            <Difference before={other} after={dataset} />
          </div>
        );
      }}
    </Loaded>
  );
}

function Difference({ before, after }: { before: Dataset; after: Dataset }) {
  const added = after.class_names.filter((name) => !before.class_names.includes(name));
  const removed = before.class_names.filter((name) => !after.class_names.includes(name));
  const list = changes(before, after);
  if (before.manifest_sha256 === after.manifest_sha256) return <p>The two are the same, image by image.</p>;
  return (
    <ul className="changes">
      {list.map((one) => (
        <li key={one.what}>
          <b className={`num ${one.by > 0 ? "good" : "bad"}`}>{one.sign}{count(Math.abs(one.by))}</b> {one.what}
        </li>
      ))}
      {added.length > 0 && (
        <li>
          <b className="good">new classes</b> {added.join(", ")}
        </li>
      )}
      {removed.length > 0 && (
        <li>
          <b className="bad">gone classes</b> {removed.join(", ")}
        </li>
      )}
      {before.seed !== after.seed && <li>seed {before.seed} → {after.seed}</li>}
      {list.length === 0 && added.length + removed.length === 0 && (
        <li>The counts are equal; which images or which shapes differ.</li>
      )}
    </ul>
  );
}

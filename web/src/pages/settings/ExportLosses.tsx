import { withQuery } from "../../api/client.ts";
import { useQuery } from "../../api/hooks.ts";
import type { ExportLosses as Losses } from "../../api/types.ts";
import { plural } from "../../lib/format.ts";
import { Notice } from "../../ui/index.ts";

/** What the chosen format cannot hold of this dataset, counted before it is written; the archive says the same. */
export function ExportLosses({ id, query }: { id: string; query: { format: string; yolo_task?: string } }) {
  const { data, error } = useQuery<Losses>(withQuery(`/api/datasets/${id}/export/losses`, query));
  if (error) {
    return <Notice kind="warn" title="What the format cannot hold could not be counted">{error.problem.detail}</Notice>;
  }
  if (!data) return <Notice>Counting what this format can hold…</Notice>;
  const all = `${plural(data.images, "image")} and ${plural(data.annotations, "annotation")}`;
  if (data.losses.length === 0) return <Notice kind="good">This format holds all of it: {all}.</Notice>;
  return (
    <Notice kind="warn" title={`Of ${all}, this format cannot hold everything`}>
      <ul className="losses">
        {data.losses.map((loss) => <li key={loss.text}>{loss.text}</li>)}
      </ul>
      The archive names them in fovea-report.json.
    </Notice>
  );
}

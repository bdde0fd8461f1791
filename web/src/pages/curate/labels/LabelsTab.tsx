import { useQuery } from "../../../api/hooks.ts";
import type { LabelStatistics } from "../../../api/types.ts";
import { Link } from "../../../app/Link.tsx";
import { setQuery, useQueryParam } from "../../../app/router.ts";
import { count } from "../../../lib/format.ts";
import { Card, Empty, ErrorState, Select, Skeleton, Stat, Stats } from "../../../ui/index.ts";
import { splitText } from "../../images/filter/filter.ts";
import type { CurateProps } from "../tabs.tsx";
import { BalanceTable } from "./BalanceTable.tsx";
import { BoxMeasures, CentreMap, ObjectsAnImage, OddOnes } from "./BoxCards.tsx";
import { splits } from "./numbers.ts";
import { TogetherTable } from "./TogetherTable.tsx";

/** What is labelled: how evenly, which labels together, how large and where. */
export default function LabelsTab({ projectId }: CurateProps) {
  const path = `/api/projects/${projectId}/label-statistics`;
  const [named] = useQueryParam("split", "");
  const split = splits.find((one) => one === named) ?? "";
  const [label] = useQueryParam("label", "");
  const found = useQuery<LabelStatistics>(path, {
    query: { ...(split ? { split } : {}), ...(label ? { label_id: label } : {}) },
    freshMs: 5000,
  });
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={found.refresh} />;
  if (!found.data) {
    return (
      <div className="labels-tab">
        <Skeleton lines={[40, 90, 90, 90, 60, 90, 90]} />
      </div>
    );
  }
  const data = found.data;
  const bar = (
    <div className="row wrap" role="toolbar" aria-label="Which images">
      <Select
        aria-label="Split"
        className="select-auto"
        value={split}
        onChange={(event) => setQuery({ split: event.target.value || null })}
        options={[
          { value: "", label: "All splits" },
          ...splits.map((value) => ({ value, label: splitText(value) })),
        ]}
      />
      <span className="grow" />
      <a className="btn btn-secondary" href={`${path}/classes.csv${split ? `?split=${split}` : ""}`} download>
        Download the classes (CSV)
      </a>
    </div>
  );
  if (data.objects === 0) {
    return (
      <div className="labels-tab">
        {split && bar}
        <Empty
          icon="curate"
          title={split ? "Nothing is labelled in this split" : "Nothing is labelled yet"}
          action={<Link className="btn btn-primary" to={`/projects/${projectId}/images`}>Go to the images</Link>}
        >
          Balance, sizes and places are counted from what is labelled.
        </Empty>
      </div>
    );
  }
  return (
    <div className="labels-tab">
      {bar}
      <Stats>
        <Stat label="Objects" value={count(data.objects)} />
        <Stat
          label="Labels in use"
          value={count(data.labels.filter((one) => one.objects > 0).length)}
          note={`of ${count(data.labels.length)}`}
        />
        <Stat label="Images with objects" value={count(data.labelled_images)} note={`of ${count(data.images)}`} />
      </Stats>
      <Card title="Balance" flush>
        <BalanceTable projectId={projectId} labels={data.labels} split={split} />
      </Card>
      <TogetherTable projectId={projectId} table={data.co_occurrence} labels={data.labels} split={split} />
      <div className="row wrap">
        <h2 className="grow">Boxes</h2>
        <Select
          aria-label="Boxes of"
          className="select-auto"
          value={label}
          onChange={(event) => setQuery({ label: event.target.value || null })}
          options={[
            { value: "", label: "All labels" },
            ...data.labels.map((one) => ({ value: one.label_id, label: one.name })),
          ]}
        />
      </div>
      <BoxMeasures statistics={data} />
      <div className="grid-2">
        <CentreMap centres={data.centres} />
        <div className="stack-wide">
          <ObjectsAnImage projectId={projectId} statistics={data} split={split} ofLabel={label !== ""} />
          <OddOnes projectId={projectId} statistics={data} />
        </div>
      </div>
    </div>
  );
}

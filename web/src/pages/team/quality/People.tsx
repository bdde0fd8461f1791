import type { AgreementReport, GroundTruthScore, PersonWork } from "../../../api/types.ts";
import { count, duration, percent } from "../../../lib/format.ts";
import { Card, type Column, Table } from "../../../ui/index.ts";

/** What each person did and how good it was. */
export function People(
  { people, agreement, scores }: {
    people: readonly PersonWork[];
    agreement: AgreementReport | undefined;
    scores: readonly GroundTruthScore[] | undefined;
  },
) {
  const share = (value: number | null | undefined) =>
    value === null || value === undefined ? <span className="muted">–</span> : percent(value);
  const number = (id: string, title: string, cell: Column<PersonWork>["cell"], width = "88px"): Column<PersonWork> => ({
    id,
    title,
    width,
    align: "end",
    cell,
  });
  const columns: readonly Column<PersonWork>[] = [
    {
      id: "who",
      title: "Person",
      width: "minmax(140px, 1fr)",
      cell: (one) => (
        <span className="row">
          <span className="avatar" aria-hidden="true">{one.username.slice(0, 2)}</span>
          <span className="truncate">{one.username}</span>
        </span>
      ),
    },
    number("labelled", "Labelled", (one) => count(one.labelled)),
    number("changes", "Changes", (one) => count(one.changes)),
    number("time", "At work", (one) => duration(one.seconds), "104px"),
    number("reviewed", "Reviewed", (one) => count(one.reviewed)),
    number("returned", "Sent back", (one) => share(one.returned_share)),
    number("agreement", "Agreement", (one) => share(agreement?.people.find((two) => two.user_id === one.user_id)?.f1)),
    ...(scores
      ? [number("truth", "Truth F1", (one) => share(scores.find((two) => two.user_id === one.user_id)?.f1))]
      : []),
  ];
  return (
    <Card title="By person" flush>
      {people.length === 0
        ? <p className="card-body muted">Nobody has worked here in this time.</p>
        : <Table label="Work by person" columns={columns} rows={people} rowKey={(one) => one.user_id} />}
    </Card>
  );
}

import { useEffect, useState } from "react";
import { useQuery } from "../../api/hooks.ts";
import type { Health } from "../../api/types.ts";
import { sentence } from "../../lib/format.ts";
import { Button, Card, type Column, Facts, Notice, SkeletonRows, Status, Table } from "../../ui/index.ts";

type Check = { name: string; status: "ok" | "unavailable"; detail: string | null; milliseconds: number };

const columns: readonly Column<Check>[] = [
  { id: "name", title: "Part", width: "minmax(120px, 1fr)", cell: (check) => sentence(check.name) },
  { id: "status", title: "State", width: "128px", cell: (check) => <Status status={check.status} /> },
  {
    id: "detail",
    title: "Detail",
    width: "minmax(160px, 2fr)",
    cell: (check) => <span className="muted" data-tip={check.detail ?? undefined}>{check.detail}</span>,
  },
  {
    id: "time",
    title: "Answered in",
    width: "104px",
    align: "end",
    cell: (check) => `${check.milliseconds.toFixed(1)} ms`,
  },
];

/** Each part that Fovea stands on, asked just now. An unready answer is 503 and carries the checks all the same. */
export function HealthPanel() {
  const live = useQuery<Health>("/api/health", { everyMs: 10_000 });
  const [ready, setReady] = useState<Health | "unreachable" | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const control = new AbortController();
    fetch("/api/health/ready", { signal: control.signal }).then((answer) => answer.json()).then(
      (body: Health) => setReady(body),
      () => control.signal.aborted || setReady("unreachable"),
    );
    return () => control.abort();
  }, [round]);
  const checks = ready && ready !== "unreachable"
    ? Object.entries(ready.checks ?? {}).map(([name, check]): Check => ({ name, ...check }))
    : [];
  return (
    <div className="stack-wide">
      <Card
        title="Parts"
        flush
        actions={
          <Button
            size="s"
            icon="refresh"
            onClick={() => setRound(round + 1)}
          >
            Check again
          </Button>
        }
      >
        {ready === null
          ? (
            <div className="card-body">
              <SkeletonRows count={3} />
            </div>
          )
          : ready === "unreachable"
          ? (
            <div className="card-body">
              <Notice kind="bad">The server did not answer.</Notice>
            </div>
          )
          : <Table label="Parts of the system" columns={columns} rows={checks} rowKey={(check) => check.name} />}
      </Card>
      <Card title="Server">
        <Facts
          rows={[
            ["Version", <span key="v" className="mono">{live.data?.version ?? "…"}</span>],
            ["API documentation", <a key="d" href="/docs">/docs</a>],
            ["OpenAPI", <a key="o" href="/openapi.json">/openapi.json</a>],
            [
              "Metrics",
              <span key="m">
                <code>/metrics</code>{" "}
                <span className="muted">for Prometheus, with an administrator's key or from this machine</span>
              </span>,
            ],
          ]}
        />
      </Card>
    </div>
  );
}

import type { DayWork } from "../../../api/types.ts";
import { Bars } from "../../../ui/charts/Bars.tsx";
import { LineChart } from "../../../ui/charts/LineChart.tsx";
import { Card } from "../../../ui/index.ts";
import { dayName, everyDay } from "./days.ts";

/** Images labelled and reviewed, day by day. */
export function Days({ days }: { days: readonly DayWork[] }) {
  const all = everyDay(days);
  return (
    <Card title="By day">
      {all.length === 0
        ? <p className="muted">Nothing was set to done or reviewed in this time.</p>
        : all.length < 3
        ? (
          <Bars
            label="Images by day"
            rows={all.flatMap(({ day, labelled, reviewed, returned }) => [
              { key: `${day} l`, name: `${dayName(day)}, labelled`, value: labelled },
              { key: `${day} r`, name: `${dayName(day)}, reviewed`, value: reviewed, color: "var(--series-3)" },
              { key: `${day} b`, name: `${dayName(day)}, sent back`, value: returned, color: "var(--series-4)" },
            ])}
          />
        )
        : (
          <LineChart
            title="Images by day"
            xTitle="day"
            x={all.map((_, index) => index - all.length + 1)}
            min={0}
            series={[
              { name: "labelled", values: all.map((day) => day.labelled), color: 1 },
              { name: "reviewed", values: all.map((day) => day.reviewed), color: 3 },
              { name: "sent back", values: all.map((day) => day.returned), color: 4 },
            ]}
          />
        )}
    </Card>
  );
}

import { useState } from "react";
import type { LogLine } from "../api/jobFeed.ts";
import type { Connection } from "../api/useJobFeed.ts";
import { useKeys } from "../app/keyboard.ts";
import { plural } from "../lib/format.ts";
import { Button } from "./Button.tsx";
import { VirtualList } from "./VirtualList.tsx";

/** A job's log: virtual, follows the end until one scrolls up. */
export function LogView(
  { lines, dropped, connection, label }: {
    lines: readonly LogLine[];
    dropped: number;
    connection: Connection;
    label: string;
  },
) {
  const [follow, setFollow] = useState(true);
  useKeys({ "log.follow": () => setFollow(true) });
  const line = (index: number) => {
    const one = lines[index]!;
    return (
      <div key={one.number} className={`log-line log-${one.stream}`}>
        <span className="log-number">{one.number + 1}</span>
        <span>{one.text}</span>
      </div>
    );
  };
  return (
    <div className="log">
      <div className="log-bar small">
        <span className="muted grow" role="status">
          {plural(dropped + lines.length, "line")}
          {dropped > 0 && ` (the last ${lines.length} shown)`}
          {connection === "lost" ? " · connection lost, trying again" : connection === "live" ? " · live" : ""}
        </span>
        {!follow && (
          <Button size="s" kind="ghost" icon="chevronDown" keys="log.follow" onClick={() => setFollow(true)}>
            Follow
          </Button>
        )}
      </div>
      {lines.length === 0
        ? (
          <p className="log-none muted">
            {connection === "ended" ? "This job wrote nothing." : "Nothing written yet."}
          </p>
        )
        : (
          <VirtualList
            count={lines.length}
            rowHeight={18}
            render={line}
            overscan={20}
            follow={follow}
            onFollowChange={setFollow}
            className="log-lines"
            role="log"
            aria-label={label}
            aria-live="off"
            tabIndex={0}
          />
        )}
    </div>
  );
}

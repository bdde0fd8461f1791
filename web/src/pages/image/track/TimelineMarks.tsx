import { memo } from "react";
import type { SequenceFrame, TrackStop } from "../../../api/types.ts";
import { placeOf, stretches } from "./frames.ts";

/** Where the selected object's track is, and where its keyframes are. The words beside the rail say the same. */
export const TimelineMarks = memo(function TimelineMarks(
  { frames, stops }: { frames: readonly SequenceFrame[]; stops: readonly TrackStop[] },
) {
  const last = Math.max(1, frames.length - 1);
  const percent = (at: number) => `${(at / last) * 100}%`;
  return (
    <div className="frameline-marks" aria-hidden="true">
      {stretches(stops, frames).map(([from, to]) => (
        <span key={from} className="frameline-stretch" style={{ left: percent(from), width: percent(to - from) }} />
      ))}
      {stops.filter((stop) => stop.is_keyframe).map((stop) => (
        <span
          key={stop.annotation_id}
          className={stop.ends ? "frameline-key ends" : "frameline-key"}
          style={{ left: percent(placeOf(frames, stop.image_id, stop.index)) }}
        />
      ))}
    </div>
  );
});

import type { VideoReport } from "../../api/types.ts";
import { count, plural } from "../../lib/format.ts";
import { Notice } from "../../ui/index.ts";

/** What a video's import did. */
export function VideoReportView({ report }: { report: VideoReport }) {
  return (
    <div className="stack">
      <p>
        {count(report.frames)} of {plural(report.video_frames, "frame")} were taken, {plural(report.images, "image")}
        {" "}
        added.
      </p>
      {report.duplicates > 0 && (
        <p className="muted">
          {plural(report.duplicates, "frame")} look exactly like a picture that was there already, and share its image.
        </p>
      )}
      {report.is_cut && <Notice>There would have been more frames: the limit ended it.</Notice>}
      {report.problem && <Notice kind="warn" title="The video is damaged behind these frames">{report.problem}</Notice>}
    </div>
  );
}

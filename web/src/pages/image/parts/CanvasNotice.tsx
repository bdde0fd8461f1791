import { Button, Notice } from "../../../ui/index.ts";
import type { Opening } from "../workspace/useOpenImage.ts";

/** What is wrong with the picture, at the canvas' edge; a quiet bar while it loads. */
export function CanvasNotice({ opening }: { opening: Opening }) {
  const error = opening.pixelsError ?? opening.objectsError;
  if (error) {
    return (
      <div className="work-notice">
        <Notice kind="bad" title={opening.pixelsError ? error.title : "The objects could not be loaded"}>
          <p>{error.problem.detail || error.title}</p>
          <Button size="s" icon="refresh" onClick={opening.retry}>Try again</Button>
        </Notice>
      </div>
    );
  }
  if (opening.pixels && opening.objects) return null;
  return (
    <div className="work-loading" role="status" aria-label="Loading the image">
      <span />
    </div>
  );
}

import type { Id, Image, ImageReview, Layer, Page, TaskKind } from "../../../api/types.ts";
import { useQuery } from "../../../api/hooks.ts";
import { Link } from "../../../app/Link.tsx";
import { Ago, Button, Icon, Status } from "../../../ui/index.ts";
import { sentBack } from "../imageActions.ts";

/** Why one is here: a queue that is walked, a layer of one's own, a reviewer's words. Nothing of these, no bar. */
export function TeamBar(
  { image, layerId, queue, onFinish }: {
    image: Image;
    layerId: Id | null;
    queue: TaskKind | null;
    onFinish: (() => void) | undefined;
  },
) {
  const back = sentBack(image) && !layerId;
  if (!queue && !layerId && !back) return null;
  return (
    <div className={back ? "team-bar team-bar-back" : "team-bar"} role="region" aria-label="Task">
      {queue && (
        <Link to={`/projects/${image.project_id}/tasks`} className="team-bar-queue">
          <Icon name="list" />
          {queue === "label" ? "My queue" : "To review"}
        </Link>
      )}
      {back ? <Reason image={image} /> : layerId ? <LayerWords layerId={layerId} /> : null}
      <span className="grow" />
      {onFinish && queue !== "review" && (
        <Button size="s" kind="primary" icon="check" keys="image.done" onClick={onFinish}>
          {queue ? "Done, next" : "Done"}
        </Button>
      )}
    </div>
  );
}

function Reason({ image }: { image: Image }) {
  const reviews = useQuery<Page<ImageReview>>(`/api/images/${image.id}/reviews`, { query: { limit: 10 } });
  const review = reviews.data?.items.find(sentBackReview);
  return (
    <span className="team-bar-words">
      <Status status={image.review_status} />
      {review && (
        <>
          <strong>{review.reviewer}</strong>
          <span className="team-bar-comment" data-tip={review.comment}>{review.comment || "gave no reason"}</span>
          <span className="muted">
            <Ago time={review.created_at} />
          </span>
        </>
      )}
    </span>
  );
}

function sentBackReview(review: ImageReview): boolean {
  return sentBack({ review_status: review.verdict });
}

function LayerWords({ layerId }: { layerId: Id }) {
  const layer = useQuery<Layer>(`/api/layers/${layerId}`);
  return (
    <span className="team-bar-words">
      <Icon name="lock" />
      <span className="truncate">Your own layer: you do not see others' objects, and they do not see yours.</span>
      {layer.data?.status === "DONE" && <Status status={layer.data.status} />}
      {layer.data && !layer.data.is_editable && <span className="muted">Closed</span>}
    </span>
  );
}

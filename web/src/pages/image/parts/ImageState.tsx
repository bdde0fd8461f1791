import { useState } from "react";
import type { Image, ImageStatus, Project, ReviewStatus } from "../../../api/types.ts";
import { useKeys } from "../../../app/keyboard.ts";
import { atLeast } from "../../../app/project.ts";
import { Badge, Button, Icon, Menu, type MenuItem, Select, Status, statusText } from "../../../ui/index.ts";
import { setReview, setStatus } from "../imageActions.ts";
import { SendBackDialog } from "./SendBackDialog.tsx";

const statuses: readonly ImageStatus[] = ["NEW", "IN_PROGRESS", "DONE"];
const verdicts: readonly { value: ReviewStatus; label: string; keys?: string }[] = [
  { value: "APPROVED", label: "Approve", keys: "review.approve" },
  { value: "NEEDS_REVISION", label: "Needs revision", keys: "review.revise" },
  { value: "REJECTED", label: "Reject", keys: "review.reject" },
  { value: "UNREVIEWED", label: "Take the review back" },
];

/** How far the image is and what the reviewer said: to be changed by whom may, to be read by the others. */
export function ImageState(
  { image, project, onReviewed }: { image: Image; project: Project; onReviewed?: () => void },
) {
  const living = !image.deleted_at;
  return (
    <div className="row">
      {!living && <Badge tone="bad">In the bin</Badge>}
      {living && atLeast(project.role, "annotator")
        ? (
          <Select
            aria-label="Status"
            className="select-auto work-state"
            value={image.status}
            onChange={(event) => void setStatus(image, event.target.value as ImageStatus)}
            options={statuses.map((value) => ({ value, label: statusText(value) }))}
          />
        )
        : <Status status={image.status} />}
      {living && atLeast(project.role, "reviewer")
        ? <Review image={image} onReviewed={onReviewed} />
        : <ReviewStatusText image={image} />}
    </div>
  );
}

function ReviewStatusText({ image }: { image: Image }) {
  return image.review_status === "UNREVIEWED" ? null : <Status status={image.review_status} />;
}

function Review({ image, onReviewed }: { image: Image; onReviewed?: () => void }) {
  const [asking, setAsking] = useState<"NEEDS_REVISION" | "REJECTED" | null>(null);
  const open = image.review_status === "UNREVIEWED";
  const review = (verdict: ReviewStatus, comment = "") =>
    void setReview(image, verdict, comment).then((done) => done && verdict !== "UNREVIEWED" && onReviewed?.());
  const give = (verdict: ReviewStatus) =>
    verdict === "NEEDS_REVISION" || verdict === "REJECTED" ? setAsking(verdict) : review(verdict);
  useKeys({
    "review.approve": () => give("APPROVED"),
    "review.revise": () => give("NEEDS_REVISION"),
    "review.reject": () => give("REJECTED"),
  });
  const items: MenuItem[] = verdicts.filter(({ value }) => value !== image.review_status).map((
    { value, label, keys },
  ) => ({ label, keys, run: () => give(value) }));
  return (
    <>
      {open && <Button icon="check" keys="review.approve" onClick={() => give("APPROVED")}>Approve</Button>}
      {open
        ? <Menu label="Other verdicts" kind="ghost" icon="more" items={items} />
        : (
          <Menu label="Review" items={items}>
            <Status status={image.review_status} />
            <Icon name="chevronDown" size={12} />
          </Menu>
        )}
      {asking && (
        <SendBackDialog
          verdict={asking}
          onSend={(comment) => {
            setAsking(null);
            review(asking, comment);
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

import type { Image, ImageStatus, Project, ReviewStatus } from "../../../api/types.ts";
import { atLeast } from "../../../app/project.ts";
import { Badge, Button, Icon, Menu, type MenuItem, Select, Status, statusText } from "../../../ui/index.ts";
import { setReview, setStatus } from "../imageActions.ts";

const statuses: readonly ImageStatus[] = ["NEW", "IN_PROGRESS", "DONE"];
const verdicts: readonly { value: ReviewStatus; label: string }[] = [
  { value: "APPROVED", label: "Approve" },
  { value: "NEEDS_REVISION", label: "Needs revision" },
  { value: "REJECTED", label: "Reject" },
  { value: "UNREVIEWED", label: "Take the review back" },
];

/** How far the image is and what the reviewer said: to be changed by whom may, to be read by the others. */
export function ImageState({ image, project }: { image: Image; project: Project }) {
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
      {living && atLeast(project.role, "reviewer") ? <Review image={image} /> : <Verdict image={image} />}
    </div>
  );
}

function Verdict({ image }: { image: Image }) {
  return image.review_status === "UNREVIEWED" ? null : <Status status={image.review_status} />;
}

function Review({ image }: { image: Image }) {
  const open = image.review_status === "UNREVIEWED";
  const items: MenuItem[] = verdicts.filter(({ value }) => value !== image.review_status).map(({ value, label }) => ({
    label,
    run: () => void setReview(image, value),
  }));
  return (
    <>
      {open && <Button icon="check" onClick={() => void setReview(image, "APPROVED")}>Approve</Button>}
      {open
        ? <Menu label="Other verdicts" kind="ghost" icon="more" items={items} />
        : (
          <Menu label="Review" items={items}>
            <Status status={image.review_status} />
            <Icon name="chevronDown" size={12} />
          </Menu>
        )}
    </>
  );
}

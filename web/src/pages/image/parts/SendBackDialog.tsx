import { useState } from "react";
import { AreaField, Button, Dialog } from "../../../ui/index.ts";

const words = {
  NEEDS_REVISION: { title: "Needs revision", action: "Send back" },
  REJECTED: { title: "Reject the image", action: "Reject" },
};

/** Why an image goes back: shown to whoever labelled it. */
export function SendBackDialog(
  { verdict, onSend, onClose }: {
    verdict: keyof typeof words;
    onSend: (comment: string) => void;
    onClose: () => void;
  },
) {
  const [comment, setComment] = useState("");
  const { title, action } = words[verdict];
  const ready = comment.trim() !== "";
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={() => ready && onSend(comment.trim())}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind={verdict === "REJECTED" ? "danger" : "primary"} type="submit" disabled={!ready}>{action}</Button>
        </>
      }
    >
      <AreaField
        label="What is to be done?"
        value={comment}
        maxLength={4000}
        onChange={(event) => setComment(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !ready) return;
          event.preventDefault();
          onSend(comment.trim());
        }}
        hint="The image comes first in the queue of whoever labelled it, with this beside it. Ctrl+Enter sends."
      />
    </Dialog>
  );
}

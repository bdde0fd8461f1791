import { useState } from "react";
import { Button, Dialog, NumberField } from "../../../ui/index.ts";

/** On how many of the frames that come the object is to be. */
export function TrackPropagateDialog(
  { most, onClose, propagate }: { most: number; onClose: () => void; propagate: (count: number) => Promise<void> },
) {
  const [text, setText] = useState(String(Math.min(10, most)));
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const start = async () => {
    const count = Number(text.trim());
    if (!Number.isInteger(count) || count < 1 || count > most) return setError(`A whole number from 1 to ${most}.`);
    setBusy(true);
    await propagate(count);
    onClose();
  };
  return (
    <Dialog
      title="Propagate through the next frames"
      onClose={onClose}
      onSubmit={() => void (!busy && start())}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={busy}>Propagate</Button>
        </>
      }
    >
      <div className="stack">
        <p className="muted">
          The object goes through the next frames as it is here. The last of them becomes a keyframe: move it there, and
          the frames between follow.
        </p>
        <NumberField
          label="How many frames"
          value={text}
          disabled={busy}
          error={error}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
    </Dialog>
  );
}

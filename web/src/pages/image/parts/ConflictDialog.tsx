import { useMemo } from "react";
import { unknownColour } from "../../../canvas/paint/colour.ts";
import { reveal } from "../../../canvas/engine/actions.ts";
import { ago } from "../../../lib/format.ts";
import { Button, Dialog, LabelChip } from "../../../ui/index.ts";
import { geometryText } from "../geometryText.ts";
import type { Conflict } from "../outbox/Outbox.ts";
import { ConflictPicture, type Drawn } from "./ConflictPicture.tsx";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";

/** Someone else changed the same objects: both sides beside each other, a choice for each or for all. Nothing is lost meanwhile. */
export function ConflictDialog() {
  const workspace = useWorkspace();
  const conflicts = useSnapshot((s) => s.conflicts);
  const open = useSnapshot((s) => s.asking);
  if (conflicts.length === 0 || !open) return null;
  const close = () => workspace.askConflicts(false);
  const all = (choice: "mine" | "theirs") => {
    for (const { id } of conflicts) workspace.resolve(id, choice);
  };
  return (
    <Dialog
      title={conflicts.length === 1
        ? "Someone else changed this object"
        : `Someone else changed ${conflicts.length} of these objects`}
      wide
      onClose={close}
      footer={
        <>
          <Button kind="ghost" onClick={close}>Decide later</Button>
          <Button onClick={() => all("theirs")}>{conflicts.length === 1 ? "Take theirs" : "Take all of theirs"}</Button>
          <Button kind="primary" onClick={() => all("mine")}>
            {conflicts.length === 1 ? "Keep mine" : "Keep all of mine"}
          </Button>
        </>
      }
    >
      <div className="stack-wide">
        <p className="muted">
          Nothing was overwritten. Your other changes are saved; these wait for a choice. The other version is dashed.
        </p>
        <ul className="conflicts">
          {conflicts.slice(0, 50).map((conflict) => (
            <Row key={conflict.id} conflict={conflict} single={conflicts.length === 1} onShow={close} />
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

function Row({ conflict, single, onShow }: { conflict: Conflict; single: boolean; onShow: () => void }) {
  const workspace = useWorkspace();
  const { id, mine, theirs } = conflict;
  const drawn = useMemo(() => theirs && { labelId: theirs.label_id, geometry: theirs.geometry }, [theirs]);
  const show = () => {
    onShow();
    reveal(workspace.engine, id);
  };
  const pick = (choice: "mine" | "theirs") => single ? undefined : () => workspace.resolve(id, choice);
  return (
    <li>
      <Side title="Mine" shape={mine} other={drawn} action="Keep mine" onChoose={pick("mine")} />
      <Side
        title={theirs ? `Theirs, ${ago(theirs.updated_at)}` : "Theirs"}
        shape={drawn}
        other={mine}
        action="Take theirs"
        onChoose={pick("theirs")}
      />
      {mine && <Button size="s" kind="ghost" icon="eye" onClick={show}>Show</Button>}
    </li>
  );
}

/** One version on the picture; the other is dashed, so that what differs is seen. */
function Side(
  { title, shape, other, action, onChoose }: {
    title: string;
    shape: Drawn | null;
    other: Drawn | null;
    action: string;
    onChoose: (() => void) | undefined;
  },
) {
  const workspace = useWorkspace();
  const label = shape && workspace.label(shape.labelId);
  const text = shape ? geometryText(shape.geometry) : "Deleted";
  return (
    <section className="conflict-side">
      <h3 className="small muted">{title}</h3>
      <ConflictPicture own={shape} other={other} name={`${title}: ${text}`} />
      <div className="row conflict-words">
        {shape
          ? (
            <>
              <LabelChip name={label?.name ?? "Deleted label"} color={label?.color ?? unknownColour} />
              <span className="mono small muted">{text}</span>
            </>
          )
          : <span className="muted">{text}</span>}
      </div>
      {onChoose && <Button size="s" onClick={onChoose}>{action}</Button>}
    </section>
  );
}

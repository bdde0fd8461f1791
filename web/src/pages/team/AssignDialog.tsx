import { useState } from "react";
import type { Id, ImageChoice } from "../../api/types.ts";
import { useMutation } from "../../api/hooks.ts";
import { plural } from "../../lib/format.ts";
import {
  AreaField,
  Button,
  Checkbox,
  Dialog,
  Notice,
  NumberField,
  Segmented,
  TextField,
  toast,
} from "../../ui/index.ts";
import { giveWork, type WorkForm, type WorkKind } from "./assigning.ts";
import { PeoplePicker } from "./PeoplePicker.tsx";

const kinds: readonly { id: WorkKind; label: string }[] = [
  { id: "label", label: "Label" },
  { id: "review", label: "Review" },
  { id: "consensus", label: "Label independently" },
];

const hints: { [kind in WorkKind]: string } = {
  label: "Split evenly among the people.",
  review: "Split evenly among the people; other reviewers no longer see them in their queues.",
  consensus: "Each person labels every image, without seeing the others' work. Then you compare and merge.",
};

const blank: WorkForm = { kind: "label", people: new Set(), name: "", due: "", note: "", move: false, check: 0 };

/** Gives images to people: those selected, or the next so many that nobody has. */
export function AssignDialog({ projectId, ids, onClose }: { projectId: Id; ids?: readonly Id[]; onClose: () => void }) {
  const [form, setForm] = useState<WorkForm>(blank);
  const [number, setNumber] = useState("100");
  const set = (change: Partial<WorkForm>) => setForm({ ...form, ...change });
  const images: ImageChoice = ids ? { image_ids: [...ids] } : {
    count: Math.round(Number(number)),
    filter: { status: form.kind === "review" ? "DONE" : "NEW", sort: "filename" },
  };
  const giving = useMutation(() => giveWork(projectId, form, images), {
    invalidates: [`/api/projects/${projectId}/assignments`, `/api/projects/${projectId}/consensus`, "/api/queue"],
    done: (text) => {
      toast({ kind: "good", text });
      onClose();
    },
  });
  const ready = form.people.size > 0 && (ids !== undefined || Number(number) >= 1) &&
    (form.kind !== "consensus" || (form.people.size > 1 && form.name.trim() !== ""));
  const error = giving.error;
  const named = error?.fields.find(({ field }) => field.startsWith("user_ids"));
  const other = error && !named && !error.field("name") ? error : null;
  return (
    <Dialog
      title={ids ? `Assign ${plural(ids.length, "image")}` : "Assign images"}
      onClose={onClose}
      onSubmit={() => ready && void giving.run()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={!ready} busy={giving.busy}>Assign</Button>
        </>
      }
    >
      <div className="stack-wide">
        {other && <Notice kind="bad">{other.fields.map(({ message }) => message).join("; ") || other.message}</Notice>}
        <div className="stack team-kinds">
          <Segmented label="Work" options={kinds} value={form.kind} onChange={(kind) => set({ kind })} />
          <p className="field-hint">{hints[form.kind]}</p>
        </div>
        {!ids && (
          <NumberField
            label={form.kind === "review" ? "Done images" : "New images"}
            value={number}
            hint={form.kind === "label" ? "The next by name that nobody has." : "The next by name."}
            onChange={(event) => setNumber(event.target.value)}
          />
        )}
        {form.kind === "consensus" && (
          <TextField
            label="Name"
            value={form.name}
            error={error?.field("name")}
            maxLength={200}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
        <PeoplePicker
          projectId={projectId}
          least={form.kind === "review" ? "reviewer" : "annotator"}
          chosen={form.people}
          error={named?.message}
          onChange={(people) => set({ people })}
        />
        <div className="grid-2">
          <TextField label="Due" type="date" value={form.due} onChange={(event) => set({ due: event.target.value })} />
          {form.kind === "label" && (
            <NumberField
              label="Ground truth mixed in"
              unit="%"
              value={String(form.check)}
              onChange={(event) => set({ check: Math.min(50, Math.max(0, Number(event.target.value) || 0)) })}
            />
          )}
        </div>
        <AreaField
          label="Note"
          rows={2}
          maxLength={2000}
          value={form.note}
          onChange={(event) => set({ note: event.target.value })}
        />
        {ids && form.kind !== "consensus" && (
          <Checkbox
            label="Take images from whoever has them already"
            checked={form.move}
            onChange={(event) => set({ move: event.target.checked })}
          />
        )}
      </div>
    </Dialog>
  );
}

import { useEffect, useState } from "react";
import type { AnnotationChange, Geometry, Image } from "../../../api/types.ts";
import { usePage } from "../../../api/hooks.ts";
import { useQueryParam } from "../../../app/router.ts";
import { reveal } from "../../../canvas/engine/actions.ts";
import { Ago, Button, ErrorState, Icon, type IconName, Menu, type MenuItem, SkeletonRows } from "../../../ui/index.ts";
import { changeWords } from "../changeWords.ts";
import { Bin } from "../history/Bin.tsx";
import { RestoreDialog } from "../history/RestoreDialog.tsx";
import { useRestore } from "../history/useRestore.ts";
import { useLive } from "../live/context.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";

/** Every change of every object, and what was deleted; from both one can go back. */
export function HistoryPanel({ image, editable }: { image: Image; editable: boolean }) {
  const [shown, setShown] = useQueryParam("history", "changes");
  const live = useLive();
  useEffect(() => () => live.preview(null), [live]);
  const choices = [{ id: "changes", title: "Changes" }, { id: "bin", title: "Bin" }];
  return (
    <div className="stack-wide">
      <div className="segments" role="group" aria-label="What to show">
        {choices.map(({ id, title }) => (
          <Button
            key={id}
            size="s"
            kind="ghost"
            aria-pressed={shown === id}
            onClick={() => setShown(id)}
          >
            {title}
          </Button>
        ))}
      </div>
      {shown === "bin" ? <Bin image={image} editable={editable} /> : <Changes image={image} editable={editable} />}
    </div>
  );
}

const icons: { [action in AnnotationChange["action"]]: IconName } = {
  create: "plus",
  update: "edit",
  delete: "trash",
  restore: "undo",
};

function Changes({ image, editable }: { image: Image; editable: boolean }) {
  // Asked anew when the last edit has landed.
  const saved = useSnapshot((s) => s.save.is === "saved");
  const history = usePage<AnnotationChange>(saved ? `/api/images/${image.id}/annotations/history` : null, {
    limit: 100,
  });
  const [asked, setAsked] = useState<AnnotationChange | null>(null);
  const restore = useRestore(image.id);
  if (history.error && history.items.length === 0) {
    return <ErrorState error={history.error} onRetry={history.refresh} />;
  }
  if (history.loading || !saved) return <SkeletonRows count={5} />;
  if (history.items.length === 0) return <p className="muted">Nothing has been changed on this image yet.</p>;
  return (
    <div className="stack-wide">
      {restore.error && <p className="field-error" role="alert">{restore.error.message}</p>}
      <ol className="edits">
        {history.items.map((change) => (
          <Entry
            key={change.id}
            change={change as AnnotationChange & Sides}
            editable={editable}
            onRestore={() => {
              const before = change.action === "delete";
              void restore.run({ history_id: change.id, before, annotation_ids: [change.annotation_id] })
                .then((done) => done && history.refresh());
            }}
            onRestoreAll={() => setAsked(change)}
          />
        ))}
      </ol>
      {history.hasMore && <Button busy={history.loadingMore} onClick={history.loadMore}>Earlier changes</Button>}
      {asked && (
        <RestoreDialog
          imageId={image.id}
          change={asked}
          onClose={() => {
            setAsked(null);
            history.refresh();
          }}
        />
      )}
    </div>
  );
}

interface Side {
  label_id: string;
  geometry: Geometry;
}
interface Sides {
  before: Side | null;
  after: Side | null;
}

/** Who, when, what; looked at, it is shown on the canvas: what was, dashed, and what became of it. */
function Entry(
  { change, editable, onRestore, onRestoreAll }: {
    change: AnnotationChange & Sides;
    editable: boolean;
    onRestore: () => void;
    onRestoreAll: () => void;
  },
) {
  const workspace = useWorkspace();
  const live = useLive();
  const { action, annotation_id: id } = change;
  const before = action === "create" || action === "restore" ? null : change.before?.geometry ?? null;
  const after = action === "delete" ? null : change.after?.geometry ?? null;
  const look = () => live.preview({ before, after });
  const name = (label: string) => workspace.label(label)?.name ?? "a deleted label";
  const words = changeWords(change, name);
  const items: MenuItem[] = [
    {
      label: "Show the object",
      icon: "eye",
      disabled: !workspace.engine.scene.get(id),
      run: () => reveal(workspace.engine, id),
    },
    {
      label: action === "delete" ? "Bring the object back" : "Make the object this again",
      icon: "undo",
      disabled: !editable,
      run: onRestore,
    },
    { label: "Bring the whole image back to here…", icon: "history", disabled: !editable, run: onRestoreAll },
  ];
  return (
    <li
      onMouseEnter={look}
      onMouseLeave={() => live.preview(null)}
      onFocus={look}
      onBlur={() => live.preview(null)}
    >
      <Icon name={icons[action]} />
      <div className="grow">
        <p>{words}</p>
        <p className="small muted">
          {change.username ?? "Fovea"} · <Ago time={change.at} />
        </p>
      </div>
      <Menu items={items} label={`Go back: ${words}`} icon="more" kind="ghost" size="s" />
    </li>
  );
}

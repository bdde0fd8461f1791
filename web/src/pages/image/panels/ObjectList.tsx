import { unknownColour } from "../../../canvas/paint/colour.ts";
import { type MouseEvent, useEffect, useMemo } from "react";
import type { Id } from "../../../api/types.ts";
import { deleteSelected, readingOrder, reveal, show } from "../../../canvas/engine/actions.ts";
import type { Shape } from "../../../canvas/scene/shape.ts";
import { keyHint } from "../../../app/keyboard.ts";
import { Badge, IconButton, Skeleton, VirtualList } from "../../../ui/index.ts";
import { countObjects } from "../imageActions.ts";
import { geometryText, sizeText } from "../geometryText.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";
import { GeometryFields } from "./GeometryFields.tsx";
import { SelectionMenu } from "./SelectionMenu.tsx";

/** Every object of the image in reading order. A click shows it, Shift adds to the selection. */
export function ObjectList(
  { ready, failed, editable }: { ready: boolean; failed: boolean; editable: boolean },
) {
  const workspace = useWorkspace();
  const { engine } = workspace;
  const objects = useSnapshot((s) => s.objects);
  const selection = useSnapshot((s) => s.selection);
  const hovered = useSnapshot((s) => s.hovered);
  const hidden = useSnapshot((s) => s.hidden);
  const hiddenLabels = useSnapshot((s) => s.hiddenLabels);
  const locked = useSnapshot((s) => s.locked);
  const imageId = useSnapshot((s) => s.imageId);
  const ordered = useMemo(() => readingOrder(engine.scene, objects), [objects]);
  const chosen = useMemo(() => {
    const index = ordered.findIndex((shape) => selection.has(shape.id));
    return index < 0 ? null : index;
  }, [ordered, selection]);
  useEffect(() => {
    if (imageId && workspace.attached) countObjects(imageId, objects.filter((shape) => !shape.isPrediction).length);
  }, [imageId, objects]);
  const press = (event: MouseEvent, id: Id) => {
    if (event.shiftKey || event.ctrlKey || event.metaKey) {
      if (selection.has(id)) engine.select([...selection].filter((one) => one !== id));
      else {
        engine.select([...selection, id]);
        show(engine, id);
      }
    } else reveal(engine, id);
  };
  return (
    <section className="objects" aria-label="Objects">
      <header className="side-head">
        <h2>Objects</h2>
        {ready && <span className="num muted">{objects.length}</span>}
        <span className="grow" />
        {editable && selection.size > 0 && (
          <IconButton
            label={selection.size === 1 ? "Delete the object" : `Delete ${selection.size} objects`}
            icon="trash"
            size="s"
            keys="object.delete"
            onClick={() => deleteSelected(engine)}
          />
        )}
        <SelectionMenu editable={editable} />
      </header>
      <GeometryFields editable={editable} />
      {!ready && !failed
        ? (
          <div className="side-pad">
            <Skeleton />
          </div>
        )
        : objects.length === 0
        ? (
          <p className="side-pad muted">
            {failed ? "The objects could not be loaded." : editable
              ? (
                <>
                  Nothing marked yet. Press <kbd>{keyHint("tool.box")}</kbd> and drag a box.
                </>
              )
              : "Nothing marked yet."}
          </p>
        )
        : (
          <VirtualList
            className="objects-list"
            count={ordered.length}
            rowHeight={28}
            reveal={chosen}
            onPointerLeave={() => engine.hover(null)}
            render={(index) => {
              const shape = ordered[index]!;
              return (
                <Row
                  key={shape.id}
                  shape={shape}
                  selected={selection.has(shape.id)}
                  hovered={hovered === shape.id}
                  hidden={hidden.has(shape.id) || hiddenLabels.has(shape.labelId)}
                  locked={locked.has(shape.id)}
                  onPress={press}
                />
              );
            }}
          />
        )}
    </section>
  );
}

function Row(
  { shape, selected, hovered, hidden, locked, onPress }: {
    shape: Shape;
    selected: boolean;
    hovered: boolean;
    hidden: boolean;
    locked: boolean;
    onPress: (event: MouseEvent, id: Id) => void;
  },
) {
  const workspace = useWorkspace();
  const label = workspace.label(shape.labelId);
  const classes = `object-row${selected ? " on" : ""}${hovered ? " hovered" : ""}${hidden ? " dim" : ""}`;
  return (
    <div className={classes} onPointerEnter={() => workspace.engine.hover(shape.id)}>
      <button
        type="button"
        className="object-name"
        aria-pressed={selected}
        onClick={(event) => onPress(event, shape.id)}
      >
        <span className="swatch" style={{ background: label?.color ?? unknownColour }} aria-hidden="true" />
        <span className="truncate">{label?.name ?? "Deleted label"}</span>
        <span className="grow" />
        {shape.track && (
          <span
            className={shape.track.is_keyframe ? "track-mark" : "track-mark between"}
            role="img"
            aria-label={shape.track.is_keyframe ? "Keyframe of a track" : "Interpolated"}
            data-tip={shape.track.is_keyframe ? "Keyframe of a track" : "Interpolated between keyframes"}
          />
        )}
        {shape.isPrediction && (
          <Badge tone="info">{shape.confidence === null ? "model" : shape.confidence.toFixed(2)}</Badge>
        )}
        <span className="num faint object-size" data-tip={geometryText(shape.geometry)}>
          {sizeText(shape.geometry)}
        </span>
      </button>
      <span className={hidden || locked ? "object-acts kept" : "object-acts"}>
        <IconButton
          label={hidden ? "Show" : "Hide"}
          icon={hidden ? "eyeOff" : "eye"}
          size="s"
          pressed={hidden}
          onClick={() => workspace.setHidden([shape.id], !hidden)}
        />
        <IconButton
          label={locked ? "Unlock" : "Lock"}
          icon={locked ? "lock" : "unlock"}
          size="s"
          pressed={locked}
          onClick={() => workspace.setLocked([shape.id], !locked)}
        />
      </span>
    </div>
  );
}

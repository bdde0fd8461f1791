import { type KeyboardEvent, useMemo, useState } from "react";
import { plural } from "../../../lib/format.ts";
import type { Id, Label, Role } from "../../../api/types.ts";
import type { QueryState } from "../../../api/hooks.ts";
import { atLeast } from "../../../app/project.ts";
import { keyHint } from "../../../app/keyboard.ts";
import { ErrorState, IconButton, Skeleton, VirtualList } from "../../../ui/index.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";
import { classesOf, toggleClass } from "../workspace/imageClass.ts";
import { hotkeysOf, searchLabels } from "../workspace/labels.ts";
import { pickLabel } from "../workspace/pickLabel.ts";
import { NewLabel } from "./NewLabel.tsx";

const rowHeight = 28;
const rowsShown = 9;
const none: Label[] = [];

/** Labels to pick from: by click, by digit, or by typing after "/". Picking labels what is selected and what comes next. */
export function LabelList(
  { labels, role, editable, projectId }: {
    labels: QueryState<Label[]>;
    role: Role | undefined;
    editable: boolean;
    projectId: Id;
  },
) {
  const workspace = useWorkspace();
  const current = useSnapshot((s) => s.labelId);
  const wanted = useSnapshot((s) => s.labelWanted);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const hiddenLabels = useSnapshot((s) => s.hiddenLabels);
  const objects = useSnapshot((s) => s.objects);
  const all = labels.data ?? none;
  const found = useMemo(() => searchLabels(all, text), [all, text]);
  const hotkeys = useMemo(() => hotkeysOf(all), [all]);
  const given = useMemo(() => classesOf(objects), [objects]);
  if (labels.error && !labels.data) return <ErrorState error={labels.error} onRetry={() => void labels.refresh()} />;
  if (!labels.data) {
    return (
      <div className="side-pad">
        <Skeleton lines={[60, 50, 70]} />
      </div>
    );
  }
  const chosen = Math.min(at, found.length - 1);
  const back = () => {
    setText("");
    setAt(0);
    workspace.engine.root.focus({ preventScroll: true });
  };
  const pick = (label: Label | undefined) => {
    if (!label || !editable) return;
    pickLabel(workspace, label.id);
    back();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(found.length - 1, chosen + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, chosen - 1));
    else if (event.key === "Enter") pick(found[chosen]);
    else if (event.key === "Escape") back();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const name = text.trim();
  const mayCreate = atLeast(role, "manager");
  return (
    <section className={wanted && all.length === 0 ? "labels asked" : "labels"} aria-label="Labels">
      {all.length > 0 && (
        <div className="labels-search">
          <input
            className="input"
            type="search"
            data-label-search=""
            aria-label="Search labels"
            placeholder={`Search ${plural(all.length, "label")}`}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
          {!text && <kbd>{keyHint("search")}</kbd>}
        </div>
      )}
      {found.length > 0 && (
        <VirtualList
          className="labels-list"
          style={{ height: Math.min(found.length, rowsShown) * rowHeight }}
          count={found.length}
          rowHeight={rowHeight}
          reveal={text ? chosen : null}
          render={(index) => {
            const label = found[index]!;
            return (
              <Row
                key={label.id}
                label={label}
                hotkey={hotkeys.get(label.id) ?? null}
                hidden={hiddenLabels.has(label.id)}
                current={label.id === current}
                active={text !== "" && index === chosen}
                given={given.has(label.id)}
                disabled={!editable}
                onPick={() => pick(label)}
                onGive={() => void toggleClass(workspace.engine, label.id, workspace.classes.multi)}
                onHide={() => workspace.setLabelHidden([label.id], !hiddenLabels.has(label.id))}
              />
            );
          }}
        />
      )}
      {hiddenLabels.size > 0 && (
        <p className="labels-hidden small muted">
          {plural(hiddenLabels.size, "label")} hidden
          <button type="button" className="link" onClick={() => workspace.setLabelHidden([...hiddenLabels], false)}>
            Show all
          </button>
        </p>
      )}
      {text && found.length === 0 && !mayCreate && <p className="side-pad muted">No label is called that.</p>}
      {all.length === 0 && !mayCreate && (
        <p className="side-pad muted">This project has no labels yet. A manager of the project makes them.</p>
      )}
      {mayCreate && (all.length === 0 || (name !== "" && found.length === 0)) && (
        <NewLabel key={name} projectId={projectId} name={name} first={all.length === 0} onDone={back} />
      )}
    </section>
  );
}

function Row(
  { label, hotkey, given, current, active, disabled, hidden, onPick, onGive, onHide }: {
    label: Label;
    hotkey: string | null;
    /** it is a class of the whole image */
    given: boolean;
    hidden: boolean;
    current: boolean;
    active: boolean;
    disabled: boolean;
    onPick: () => void;
    onGive: () => void;
    onHide: () => void;
  },
) {
  return (
    <div className={`label-line${hidden ? " dim" : ""}`}>
      <button
        type="button"
        className={`label-row${active ? " active" : ""}`}
        aria-pressed={current}
        disabled={disabled}
        onClick={onPick}
      >
        <span className="swatch" style={{ background: label.color }} aria-hidden="true" />
        <span className="label-name grow" data-tip={label.path ? `${label.path} / ${label.name}` : undefined}>
          {label.path && <span className="label-path faint">{label.path} /</span>}
          <span className="truncate">{label.name}</span>
        </span>
        {hotkey && <kbd>{hotkey}</kbd>}
      </button>
      <IconButton
        label={given ? `Take the class ${label.name}` : `Give the image the class ${label.name}`}
        tip={hotkey ? `Class of the whole image (${keyHint(`class.${hotkey}`)})` : "Class of the whole image"}
        icon="tag"
        size="s"
        pressed={given}
        disabled={disabled}
        onClick={onGive}
      />
      <IconButton
        label={hidden ? `Show ${label.name}` : `Hide ${label.name}`}
        icon={hidden ? "eyeOff" : "eye"}
        size="s"
        pressed={hidden}
        onClick={onHide}
      />
    </div>
  );
}

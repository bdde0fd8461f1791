import { type KeyboardEvent, useState } from "react";
import type { Id, Label, Project } from "../../api/types.ts";
import { api } from "../../api/client.ts";
import { type QueryState, useMutation } from "../../api/hooks.ts";
import { keyHint } from "../../app/keyboard.ts";
import { atLeast } from "../../app/project.ts";
import { plural } from "../../lib/format.ts";
import { Button, ErrorState, Skeleton, VirtualList } from "../../ui/index.ts";
import { hotkeysOf, searchLabels } from "../image/workspace/labels.ts";

const rowHeight = 30;

/** The classes: by key, by click, or by typing after "/". Enter gives the first that was found; what is not there is made. */
export function ClassPanel(
  { project, labels, given, disabled, onPress, onDone }: {
    project: Project;
    labels: QueryState<Label[]>;
    /** classes of what is focused or selected */
    given: ReadonlySet<Id>;
    disabled: boolean;
    onPress: (labelId: Id) => void;
    onDone: () => void;
  },
) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const create = useMutation((name: string) => api.post<Label>(`/api/projects/${project.id}/labels`, { name }), {
    invalidates: [`/api/projects/${project.id}`],
    done: (label) => {
      onPress(label.id);
      back();
    },
  });
  if (labels.error && !labels.data) return <ErrorState error={labels.error} onRetry={() => void labels.refresh()} />;
  if (!labels.data) return <Skeleton lines={[60, 50, 70]} />;
  const all = labels.data;
  const found = searchLabels(all, text);
  const hotkeys = hotkeysOf(all);
  const name = text.trim();
  const mayCreate = atLeast(project.role, "manager");
  const isNew = name !== "" && !all.some((label) => label.name.toLowerCase() === name.toLowerCase());
  const chosen = Math.min(at, found.length - 1);
  function back() {
    setText("");
    setAt(0);
    onDone();
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(found.length - 1, chosen + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, chosen - 1));
    else if (event.key === "Escape") back();
    else if (event.key === "Enter") {
      const label = found[chosen];
      if (label) {
        onPress(label.id);
        back();
      } else if (isNew && mayCreate) void create.run(name);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section className="class-panel" aria-label="Classes">
      <div className="labels-search">
        <input
          className="input"
          type="search"
          data-class-search=""
          aria-label="Search classes"
          placeholder={all.length > 0 ? `Search ${plural(all.length, "class", "classes")}` : "Name the first class"}
          maxLength={200}
          disabled={disabled}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        {!text && <kbd>{keyHint("search")}</kbd>}
      </div>
      {found.length > 0 && (
        <VirtualList
          className="class-list"
          style={{ height: "100%" }}
          count={found.length}
          rowHeight={rowHeight}
          reveal={text ? chosen : null}
          render={(index) => {
            const label = found[index]!;
            const hotkey = hotkeys.get(label.id);
            return (
              <button
                key={label.id}
                type="button"
                className={`label-row${text !== "" && index === chosen ? " active" : ""}`}
                aria-pressed={given.has(label.id)}
                disabled={disabled}
                onClick={() => {
                  onPress(label.id);
                  onDone();
                }}
              >
                <span className="swatch" style={{ background: label.color }} aria-hidden="true" />
                <span className="truncate grow">
                  {label.path && <span className="faint">{label.path} /</span>}
                  {label.name}
                </span>
                {hotkey && <kbd>{hotkey}</kbd>}
              </button>
            );
          }}
        />
      )}
      {found.length === 0 && name === "" && (
        <p className="side-pad muted">
          {mayCreate
            ? "No classes yet. Type a name and press Enter."
            : "No classes yet. A manager of the project makes them."}
        </p>
      )}
      {isNew && (
        <div className="side-pad stack">
          {found.length === 0 && <p className="muted">No class is called {name}.</p>}
          {mayCreate && (
            <Button size="s" icon="plus" busy={create.busy} onClick={() => void create.run(name)}>
              Make the class “{name}”
            </Button>
          )}
          {create.error && <p className="field-error" role="alert">{create.error.message}</p>}
        </div>
      )}
    </section>
  );
}

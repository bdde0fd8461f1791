import { type KeyboardEvent, useState } from "react";
import { keyText, readOverrides, remap, strokeOf } from "../../app/keyboard.ts";
import { type Binding, bindings, conflicts, keysOf } from "../../app/keys.ts";
import { Button, Card, Notice, TextField } from "../../ui/index.ts";

/** Every key, each can be given another in this browser. */
export function ShortcutsPanel() {
  const [text, setText] = useState("");
  const [overrides, setOverrides] = useState(readOverrides);
  const [waiting, setWaiting] = useState<string | null>(null);
  const wanted = text.trim().toLowerCase();
  const shown = bindings.filter((binding) =>
    wanted === "" || `${binding.title} ${binding.group}`.toLowerCase().includes(wanted)
  );
  const groups = [...new Set(shown.map((binding) => binding.group))];
  const give = (id: string, keys: string[] | null) => {
    remap(id, keys);
    setOverrides(readOverrides());
    setWaiting(null);
  };
  const row = (binding: Binding) => {
    const keys = keysOf(binding.id, overrides);
    const others = conflicts(binding.id, overrides);
    return (
      <li key={binding.id}>
        <span className="grow">
          {binding.title}
          {others.length > 0 && <span className="bad small">also: {others.map((other) => other.title).join(", ")}
          </span>}
        </span>
        {waiting === binding.id
          ? (
            <Capture
              label={binding.title}
              onStroke={(stroke) => give(binding.id, [stroke])}
              onCancel={() => setWaiting(null)}
            />
          )
          : (
            <>
              {keys.map((key) => <kbd key={key}>{keyText(key)}</kbd>)}
              {overrides[binding.id] && (
                <Button
                  size="s"
                  kind="ghost"
                  aria-label={`Give “${binding.title}” its own key back`}
                  onClick={() => give(binding.id, null)}
                >
                  Reset
                </Button>
              )}
              <Button
                size="s"
                kind="ghost"
                aria-label={`Change the key of “${binding.title}”`}
                onClick={() => setWaiting(binding.id)}
              >
                Change
              </Button>
            </>
          )}
      </li>
    );
  };
  return (
    <div className="stack-wide settings">
      <Notice>Keys are kept in this browser. They never fire while you type.</Notice>
      <TextField
        label="Search keys"
        quiet
        placeholder="Search keys"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {shown.length === 0 && <p className="muted">No key does that.</p>}
      {groups.map((group) => (
        <Card key={group} title={group} flush>
          <ul className="shortcuts">{shown.filter((binding) => binding.group === group).map(row)}</ul>
        </Card>
      ))}
    </div>
  );
}

/** Waits for one key press. Esc alone gives up, as everywhere. */
function Capture(
  { label, onStroke, onCancel }: { label: string; onStroke: (stroke: string) => void; onCancel: () => void },
) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    if (event.key === "Tab" && !event.ctrlKey) return onCancel();
    event.preventDefault();
    const stroke = strokeOf(event.nativeEvent);
    if (stroke === "Escape") onCancel();
    else onStroke(stroke);
  };
  return (
    <input
      className="input capture"
      autoFocus
      readOnly
      value="Press a key…"
      aria-label={`New key for ${label}`}
      onKeyDown={onKeyDown}
      onBlur={onCancel}
    />
  );
}

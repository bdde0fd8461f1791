import { useMemo, useState } from "react";
import { Dialog, TextField } from "../ui/index.ts";
import { keyText, readOverrides, useKeys } from "./keyboard.ts";
import { bindings, keysOf } from "./keys.ts";

/** The searchable sheet of all keys (? or F1), made from the one table. */
export function KeySheet() {
  const [open, setOpen] = useState(false);
  useKeys({ help: () => setOpen(true) });
  return open ? <Sheet onClose={() => setOpen(false)} /> : null;
}

function Sheet({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const groups = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    const found = new Map<string, { id: string; title: string; keys: string[] }[]>();
    for (const binding of bindings) {
      const keys = keysOf(binding.id, readOverrides()).map((key) => keyText(key));
      if (wanted && !`${binding.title} ${binding.group} ${keys.join(" ")}`.toLowerCase().includes(wanted)) continue;
      found.set(binding.group, [...(found.get(binding.group) ?? []), { id: binding.id, title: binding.title, keys }]);
    }
    return [...found];
  }, [text]);
  return (
    <Dialog title="Keys" wide onClose={onClose}>
      <TextField
        label="Search keys"
        quiet
        placeholder="Search keys"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {groups.length === 0 && <p className="muted">No key does that.</p>}
      <div className="key-sheet">
        {groups.map(([group, rows]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {rows.map((row) => (
                <div key={row.id}>
                  <dt>{row.title}</dt>
                  <dd>{row.keys.map((key) => <kbd key={key}>{key}</kbd>)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

import { useState } from "react";
import { api } from "../../api/client.ts";
import { useMutation } from "../../api/hooks.ts";
import type { ApiKey } from "../../api/types.ts";
import { useMe } from "../../app/session.ts";
import { Button, Checkbox, Code, Dialog, Notice, SelectField, TextField } from "../../ui/index.ts";

const scopes = [["read", "Read", "See projects and images, ask models"], [
  "write",
  "Write",
  "Also upload, label, train, deploy",
], ["admin", "Administer", "Also users and the system"]] as const;
const ends = [{ value: "30", label: "In 30 days" }, { value: "90", label: "In 90 days" }, {
  value: "365",
  label: "In a year",
}, { value: "", label: "Never" }];

/** Makes a key and shows it, once. */
export function NewKey({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>(["read"]);
  const [days, setDays] = useState("90");
  const [made, setMade] = useState<ApiKey | null>(null);
  const making = useMutation(
    () =>
      api.post<ApiKey>("/api/api-keys", {
        name: name.trim(),
        scopes: chosen,
        expires_at: days === "" ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString(),
      }),
    { invalidates: ["/api/api-keys"], done: setMade },
  );
  const error = making.error;
  if (made?.key) {
    return (
      <Dialog
        title={made.name}
        onClose={onClose}
        footer={<Button kind="primary" onClick={onClose}>I have kept it</Button>}
      >
        <Notice kind="warn" title="This is the only time the key is shown">
          Copy it now to where your program reads it.
        </Notice>
        <Code text={made.key} label="the key" />
      </Dialog>
    );
  }
  const toggle = (scope: string) =>
    setChosen(chosen.includes(scope) ? chosen.filter((one) => one !== scope) : [...chosen, scope]);
  return (
    <Dialog
      title="New API key"
      onClose={onClose}
      onSubmit={() => name.trim() && chosen.length > 0 && void making.run()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={making.busy} disabled={!name.trim() || chosen.length === 0}>
            Make the key
          </Button>
        </>
      }
    >
      {error && error.fields.length === 0 && <Notice kind="bad" title={error.title}>{error.problem.detail}</Notice>}
      <TextField
        label="Name"
        placeholder="nightly upload"
        value={name}
        error={error?.field("name")}
        onChange={(event) => setName(event.target.value)}
      />
      <fieldset className="stack">
        <legend className="field-label">What it may do</legend>
        {scopes.filter(([id]) => id !== "admin" || me.is_superuser || me.role === "admin").map(([id, title, hint]) => (
          <Checkbox key={id} label={title} hint={hint} checked={chosen.includes(id)} onChange={() => toggle(id)} />
        ))}
        {error?.field("scopes") && <p className="field-error">{error.field("scopes")}</p>}
      </fieldset>
      <SelectField
        label="Expires"
        options={ends}
        value={days}
        error={error?.field("expires_at")}
        onChange={(event) => setDays(event.target.value)}
      />
    </Dialog>
  );
}

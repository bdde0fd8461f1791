import { useState } from "react";
import { api } from "../../api/client.ts";
import { useMutation } from "../../api/hooks.ts";
import type { Me, MePatch } from "../../api/types.ts";
import { useMe, useSession } from "../../app/session.ts";
import { setTheme, useTheme } from "../../app/theme.ts";
import { Button, Card, Notice, Segmented, TextField, toast } from "../../ui/index.ts";

const themes = [{ id: "system", label: "System" }, { id: "light", label: "Light" }, {
  id: "dark",
  label: "Dark",
}] as const;

export function ProfilePanel() {
  const { choice } = useTheme();
  return (
    <div className="stack-page settings">
      <Profile />
      <Password />
      <Card title="Looks">
        <div className="row-wide">
          <p className="grow">
            Theme <span className="muted">in this browser</span>
          </p>
          <Segmented label="Theme" options={themes} value={choice} onChange={setTheme} />
        </div>
      </Card>
    </div>
  );
}

function Profile() {
  const me = useMe();
  const { reload } = useSession();
  const [username, setUsername] = useState(me.username);
  const [email, setEmail] = useState(me.email);
  const saving = useMutation(
    () => api.patch<Me>("/api/auth/me", { username: username.trim(), email: email.trim() } satisfies MePatch),
    {
      done: () => {
        toast({ kind: "good", text: "Saved." });
        void reload();
      },
    },
  );
  const changed = username.trim() !== me.username || email.trim() !== me.email;
  return (
    <Card title="Profile">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void saving.run();
        }}
      >
        {saving.error && saving.error.fields.length === 0 && <Notice kind="bad">{saving.error.message}</Notice>}
        <TextField
          label="Username"
          autoComplete="username"
          value={username}
          error={saving.error?.field("username")}
          onChange={(event) => setUsername(event.target.value)}
        />
        <TextField
          label="Email"
          type="email"
          autoComplete="email"
          value={email}
          error={saving.error?.field("email")}
          onChange={(event) => setEmail(event.target.value)}
        />
        <div>
          <Button
            kind="primary"
            type="submit"
            busy={saving.busy}
            disabled={!changed || !username.trim() || !email.trim()}
          >
            Save changes
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Password() {
  const me = useMe();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const changing = useMutation(
    () => api.patch<Me>("/api/auth/me", { current_password: current, password: next } satisfies MePatch),
    {
      done: () => {
        setCurrent("");
        setNext("");
        toast({ kind: "good", text: "The password was changed." });
      },
    },
  );
  const error = changing.error;
  return (
    <Card title="Password">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void changing.run();
        }}
      >
        {error && error.fields.length === 0 && <Notice kind="bad">{error.message}</Notice>}
        {/* For password managers, which ask whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={me.username} readOnly hidden />
        <TextField
          label="Current password"
          type="password"
          autoComplete="current-password"
          value={current}
          error={error?.field("current_password")}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          value={next}
          error={error?.field("password")}
          onChange={(event) => setNext(event.target.value)}
        />
        <div>
          <Button type="submit" busy={changing.busy} disabled={!current || !next}>Change the password</Button>
        </div>
      </form>
    </Card>
  );
}

import { type FormEvent, useState } from "react";
import { api } from "../../api/client.ts";
import { useMutation } from "../../api/hooks.ts";
import type { RegisterBody, User } from "../../api/types.ts";
import { signIn, useSession } from "../../app/session.ts";
import { Button, Notice, TextField } from "../../ui/index.ts";

/** Makes an account and signs in with it. */
export function AccountForm(
  { action, setupToken, invitation, onDone }: {
    action: string;
    setupToken: boolean;
    invitation?: string;
    onDone: () => void;
  },
) {
  const { reload } = useSession();
  const [body, setBody] = useState<RegisterBody>({ username: "", email: "", password: "" });
  const making = useMutation(async () => {
    const sent: RegisterBody = { ...body, username: body.username.trim(), email: body.email.trim() };
    if (invitation) sent.invitation = invitation;
    await api.post<User>("/api/auth/register", sent);
    await signIn(sent.username, sent.password);
    onDone();
    await reload();
  });
  const set = (name: keyof RegisterBody) => (event: { target: { value: string } }) =>
    setBody({ ...body, [name]: event.target.value });
  const error = making.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void making.run();
  };
  return (
    <form onSubmit={submit} noValidate>
      {error && error.fields.length === 0 && <Notice kind="bad">{error.message}</Notice>}
      {setupToken && (
        <TextField
          label="Setup token"
          name="setup_token"
          hint="Printed by fovea serve when it started: it shows that you own this machine."
          required
          autoFocus
          autoComplete="off"
          value={body.setup_token ?? ""}
          onChange={set("setup_token")}
          error={error?.field("setup_token")}
        />
      )}
      <TextField
        label="Username"
        name="username"
        autoComplete="username"
        required
        autoFocus={!setupToken}
        value={body.username}
        onChange={set("username")}
        error={error?.field("username")}
      />
      <TextField
        label="Email"
        name="email"
        type="email"
        autoComplete="email"
        required
        value={body.email}
        onChange={set("email")}
        error={error?.field("email")}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        hint="A long phrase is better than a short riddle."
        value={body.password}
        onChange={set("password")}
        error={error?.field("password")}
      />
      {error?.field("invitation") && <Notice kind="bad">{error.field("invitation")}</Notice>}
      <Button
        kind="primary"
        type="submit"
        busy={making.busy}
        disabled={!body.username.trim() || !body.email.trim() || !body.password}
      >
        {action}
      </Button>
    </form>
  );
}

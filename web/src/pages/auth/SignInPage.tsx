import { type FormEvent, useEffect, useState } from "react";
import { useMutation } from "../../api/hooks.ts";
import { Link } from "../../app/Link.tsx";
import { navigate, useLocation, useTitle } from "../../app/router.ts";
import { safeNext, signIn, useSession } from "../../app/session.ts";
import { Button, Notice, TextField } from "../../ui/index.ts";
import { Front } from "./Front.tsx";

export default function SignInPage() {
  useTitle("Sign in");
  const { status, me, reload } = useSession();
  const { query } = useLocation();
  const next = safeNext(query.get("next"));
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const entering = useMutation(async () => {
    await signIn(name.trim(), password);
    await reload();
  });
  useEffect(() => {
    if (me) navigate(next, { replace: true });
  }, [me, next]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void entering.run();
  };
  return (
    <Front title="Sign in">
      <form onSubmit={submit}>
        {entering.error && <Notice kind="bad">{entering.error.message}</Notice>}
        <TextField
          label="Username or email"
          name="username"
          autoComplete="username"
          autoFocus
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={entering.error?.field("username") ?? entering.error?.field("email")}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={entering.error?.field("password")}
        />
        <Button kind="primary" type="submit" busy={entering.busy} disabled={!name.trim() || !password}>Sign in</Button>
      </form>
      {status.registration === "open"
        ? (
          <p className="muted">
            No account yet? <Link to="/register">Register</Link>
          </p>
        )
        : <p className="muted small">Accounts are made by invitation: ask an administrator for a link.</p>}
    </Front>
  );
}

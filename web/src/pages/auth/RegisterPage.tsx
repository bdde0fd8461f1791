import { useEffect } from "react";
import { Link } from "../../app/Link.tsx";
import { navigate, useLocation, useTitle } from "../../app/router.ts";
import { useSession } from "../../app/session.ts";
import { Notice } from "../../ui/index.ts";
import { AccountForm } from "./AccountForm.tsx";
import { Front } from "./Front.tsx";

/** With an invitation's link (/register?invitation=...), or for everybody where registration is open. */
export default function RegisterPage() {
  useTitle("Register");
  const { status, me } = useSession();
  const { query } = useLocation();
  const invitation = query.get("invitation") ?? undefined;
  useEffect(() => {
    if (me) navigate("/", { replace: true });
  }, [me]);
  const allowed = status.registration === "open" || invitation !== undefined;
  return (
    <Front title="Create an account" lead={invitation ? "You were invited." : undefined}>
      {allowed
        ? <AccountForm action="Create the account" setupToken={false} invitation={invitation} onDone={() => {}} />
        : (
          <Notice title="Registration is closed here">
            Ask an administrator for an invitation: it is a link that opens this page.
          </Notice>
        )}
      <p className="muted">
        Have an account? <Link to="/sign-in">Sign in</Link>
      </p>
    </Front>
  );
}

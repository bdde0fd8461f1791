import { useEffect, useState } from "react";
import { api } from "../../api/client.ts";
import { cache } from "../../api/cache.ts";
import { useMutation } from "../../api/hooks.ts";
import { navigate, useTitle } from "../../app/router.ts";
import { useSession } from "../../app/session.ts";
import { Button, ButtonLink, Icon, Notice } from "../../ui/index.ts";
import { AccountForm } from "./AccountForm.tsx";
import { Front } from "./Front.tsx";

/** The very first visit: the administrator's account, then something to look at. */
export default function FirstRunPage() {
  useTitle("Welcome");
  const { status, me } = useSession();
  const [made, setMade] = useState(false);
  useEffect(() => {
    if (!status.first_run && !made) navigate(me ? "/" : "/sign-in", { replace: true });
  }, [status.first_run, made, me]);
  if (made && me) return <Start />;
  return (
    <Front title="Welcome to Fovea" lead="Make the first account. It administers this installation.">
      <AccountForm
        action="Create the administrator"
        setupToken={status.setup_token_required}
        onDone={() => setMade(true)}
      />
    </Front>
  );
}

function Start() {
  const demo = useMutation(() => api.post<{ project_id: string; job_id: string }>("/api/demo"), {
    done: (answer) => {
      cache.invalidate("/api/");
      navigate(`/projects/${answer.project_id}`);
    },
  });
  return (
    <Front
      title="Where to begin"
      lead="The demo is a small project of pictures drawn on the spot, with labels: enough to train a detector in minutes."
    >
      {demo.error && <Notice kind="bad" title={demo.error.title}>{demo.error.problem.detail}</Notice>}
      <div className="stack">
        <Button kind="primary" icon="spark" busy={demo.busy} onClick={() => void demo.run()}>
          Make the demo project
        </Button>
        <ButtonLink to="/projects?create=1" icon="plus">Start a project of your own</ButtonLink>
        <ButtonLink to="/" kind="ghost">
          <span>Look around first</span>
          <Icon name="arrowRight" />
        </ButtonLink>
      </div>
    </Front>
  );
}

import { useEffect, useRef, useState } from "react";
import type { Comment, Role } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation } from "../../../api/hooks.ts";
import { atLeast } from "../../../app/project.ts";
import { useMe } from "../../../app/session.ts";
import { reveal } from "../../../canvas/engine/actions.ts";
import { Ago, Button, IconButton, Menu } from "../../../ui/index.ts";
import { useLive, useLiveSnapshot } from "../live/context.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";
import { Composer } from "./Composer.tsx";
import { pieces, pinOf, type Thread } from "./threads.ts";

export interface ThreadActions {
  role: Role | undefined;
  /** members' names, to offer and to mark */
  names: readonly string[];
  /** paths to read again after a change */
  invalidates: string[];
}

/** One thread: what it is about, what was said, an answer, resolved or open. */
export function ThreadCard({ thread, role, names, invalidates }: ThreadActions & { thread: Thread }) {
  const me = useMe();
  const live = useLive();
  const looked = useLiveSnapshot((s) => s.thread === thread.first.id);
  const [answering, setAnswering] = useState(false);
  const card = useRef<HTMLLIElement>(null);
  const { first, answers, number } = thread;
  const resolve = useMutation(
    () => api.patch(`/api/comments/${first.id}`, { resolved: first.resolved_at === null }),
    { invalidates },
  );
  const answer = useMutation(
    (body: string) => api.post<Comment>(`/api/images/${first.image_id}/comments`, { body, parent_id: first.id }),
    { invalidates },
  );
  useEffect(() => {
    if (looked) card.current?.scrollIntoView({ block: "nearest" });
  }, [looked]);
  const resolved = first.resolved_at !== null;
  const mayResolve = first.author_id === me.id || atLeast(role, "reviewer");
  return (
    <li
      ref={card}
      className={["thread", resolved && "resolved", looked && "looked"].filter(Boolean).join(" ")}
      data-thread={first.id}
      onMouseEnter={() => live.show(first.id)}
      onFocus={() => live.show(first.id)}
    >
      <div className="row thread-head">
        <span className="pin-number" aria-hidden="true">{number}</span>
        <Subject comment={first} />
        <span className="grow" />
        {mayResolve && (
          <IconButton
            label={resolved ? "Open again" : "Resolve"}
            icon="check"
            size="s"
            pressed={resolved}
            onClick={() => void resolve.run()}
          />
        )}
      </div>
      {[first, ...answers].map((comment) => (
        <Said key={comment.id} comment={comment} role={role} names={names} invalidates={invalidates} />
      ))}
      {resolve.error && <p className="field-error" role="alert">{resolve.error.message}</p>}
      {answering
        ? (
          <Composer
            label="Your answer"
            action="Answer"
            names={names}
            busy={answer.busy}
            error={answer.error}
            autoFocus
            onSend={async (body) => {
              const done = await answer.run(body) !== undefined;
              if (done) setAnswering(false);
              return done;
            }}
            onCancel={() => setAnswering(false)}
          />
        )
        : <Button size="s" kind="ghost" onClick={() => setAnswering(true)}>Answer</Button>}
    </li>
  );
}

/** What the thread is about, and the way there. */
function Subject({ comment }: { comment: Comment }) {
  const workspace = useWorkspace();
  const live = useLive();
  // Asked again as objects come and go.
  useSnapshot((s) => s.objects);
  const object = comment.annotation_id ? workspace.engine.scene.get(comment.annotation_id) : undefined;
  if (comment.annotation_id && !object && workspace.attached) {
    return <span className="small faint">On a deleted object</span>;
  }
  const place = pinOf(comment, object);
  if (!object && !place) return <span className="small faint">On the image</span>;
  const show = () => object ? reveal(workspace.engine, object.id) : place && live.look(place);
  return (
    <Button size="s" kind="ghost" icon={object ? "box" : "fit"} onClick={show}>
      {object ? workspace.looks.nameOf(object.labelId) : "Show the place"}
    </Button>
  );
}

function Said({ comment, role, names, invalidates }: ThreadActions & { comment: Comment }) {
  const me = useMe();
  const [editing, setEditing] = useState(false);
  const remove = useMutation(() => api.delete(`/api/comments/${comment.id}`), { invalidates });
  const edit = useMutation((body: string) => api.patch<Comment>(`/api/comments/${comment.id}`, { body }), {
    invalidates,
  });
  const mine = comment.author_id === me.id || atLeast(role, "reviewer");
  return (
    <article className="said" aria-label={`Comment of ${comment.author}`}>
      <div className="row">
        <strong className="truncate">{comment.author}</strong>
        <span className="faint small">
          <Ago time={comment.created_at} />
          {comment.updated_at !== comment.created_at && comment.resolved_at === null ? " · edited" : ""}
        </span>
        <span className="grow" />
        {mine && !editing && (
          <Menu
            label="More"
            icon="more"
            kind="ghost"
            size="s"
            items={[
              { label: "Edit", icon: "edit", run: () => setEditing(true) },
              { label: "Delete the comment", icon: "trash", danger: true, run: () => void remove.run() },
            ]}
          />
        )}
      </div>
      {editing
        ? (
          <Composer
            label="Edit the comment"
            action="Save"
            names={names}
            busy={edit.busy}
            error={edit.error}
            initial={comment.body}
            autoFocus
            onSend={async (body) => {
              if (await edit.run(body) !== undefined) setEditing(false);
              return false;
            }}
            onCancel={() => setEditing(false)}
          />
        )
        : (
          <p className="comment-body">
            {pieces(comment.body, names).map(({ text, name }, index) =>
              name ? <span key={index} className="mention">{text}</span> : text
            )}
          </p>
        )}
      {remove.error && <p className="field-error" role="alert">{remove.error.message}</p>}
    </article>
  );
}

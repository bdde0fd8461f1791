import { type FormEvent, type KeyboardEvent, useState } from "react";
import type { Comment, Image, Role } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation } from "../../../api/hooks.ts";
import { useAll } from "../../../api/useAll.ts";
import { atLeast } from "../../../app/project.ts";
import { useMe } from "../../../app/session.ts";
import { reveal } from "../../../canvas/engine/actions.ts";
import { Ago, AreaField, Button, IconButton, Loaded } from "../../../ui/index.ts";
import { countComments } from "../imageActions.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";

/** What people said about the image or one of its objects. */
export function CommentsPanel({ image, role }: { image: Image; role: Role | undefined }) {
  const path = `/api/images/${image.id}/comments`;
  const comments = useAll<Comment>(path, 2000);
  const changed = { invalidates: [path] };
  const remove = useMutation((id: string) => api.delete(`/api/comments/${id}`), {
    ...changed,
    done: () => countComments(image.id, Math.max(0, image.comment_count - 1)),
  });
  const resolve = useMutation(
    (comment: Comment) => api.patch(`/api/comments/${comment.id}`, { resolved: comment.resolved_at === null }),
    changed,
  );
  const error = remove.error ?? resolve.error;
  return (
    <div className="stack-wide">
      <NewComment image={image} path={path} />
      {error && <p className="field-error" role="alert">{error.message}</p>}
      <Loaded query={comments}>
        {(all) =>
          all.length === 0
            ? <p className="muted">No comments yet. A comment reaches everyone in the project.</p>
            : (
              <ul className="comments">
                {[...all].sort((a, b) => b.created_at.localeCompare(a.created_at)).map((comment) => (
                  <Item
                    key={comment.id}
                    comment={comment}
                    role={role}
                    onResolve={() => void resolve.run(comment)}
                    onRemove={() => void remove.run(comment.id)}
                  />
                ))}
              </ul>
            )}
      </Loaded>
    </div>
  );
}

function Item(
  { comment, role, onResolve, onRemove }: {
    comment: Comment;
    role: Role | undefined;
    onResolve: () => void;
    onRemove: () => void;
  },
) {
  const me = useMe();
  const workspace = useWorkspace();
  const mine = comment.author_id === me.id || atLeast(role, "reviewer");
  const { annotation_id: object } = comment;
  return (
    <li className={comment.resolved_at ? "comment resolved" : "comment"}>
      <div className="row">
        <strong className="truncate">{comment.author}</strong>
        <span className="faint small">
          <Ago time={comment.created_at} />
        </span>
        <span className="grow" />
        {mine && (
          <>
            <IconButton
              label={comment.resolved_at ? "Open again" : "Resolve"}
              icon="check"
              size="s"
              pressed={comment.resolved_at !== null}
              onClick={onResolve}
            />
            <IconButton label="Delete the comment" icon="trash" size="s" onClick={onRemove} />
          </>
        )}
      </div>
      <p className="comment-body">{comment.body}</p>
      {object && workspace.engine.scene.get(object) && (
        <Button
          size="s"
          kind="ghost"
          icon="box"
          onClick={() => reveal(workspace.engine, object)}
        >
          Show the object
        </Button>
      )}
    </li>
  );
}

function NewComment({ image, path }: { image: Image; path: string }) {
  const [body, setBody] = useState("");
  const selection = useSnapshot((s) => s.selection);
  const object = selection.size === 1 ? [...selection][0]! : null;
  const post = useMutation((text: string) => api.post<Comment>(path, { body: text, annotation_id: object }), {
    invalidates: [path],
    done: () => {
      setBody("");
      countComments(image.id, image.comment_count + 1);
    },
  });
  const send = () => body.trim() && !post.busy && void post.run(body.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <AreaField
        label={object ? "Comment on the selected object" : "Comment on the image"}
        value={body}
        rows={3}
        maxLength={10_000}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={onKeyDown}
        error={post.error && (post.error.field("body") ?? post.error.message)}
      />
      <div className="row-end">
        <Button type="submit" kind="primary" size="s" busy={post.busy} disabled={!body.trim()}>Comment</Button>
      </div>
    </form>
  );
}

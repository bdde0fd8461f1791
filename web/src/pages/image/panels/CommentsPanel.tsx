import { useEffect } from "react";
import type { Comment, Image, Member, Role } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation } from "../../../api/hooks.ts";
import { useAll } from "../../../api/useAll.ts";
import { useQueryParam } from "../../../app/router.ts";
import { useMe } from "../../../app/session.ts";
import { plural } from "../../../lib/format.ts";
import { Button, Checkbox, IconButton, Loaded } from "../../../ui/index.ts";
import { Composer } from "../comments/Composer.tsx";
import { ThreadCard } from "../comments/ThreadCard.tsx";
import { threadsOf } from "../comments/threads.ts";
import { useLive, useLiveSnapshot } from "../live/context.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";

/** What people said about the image, its places and its objects, in threads. */
export function CommentsPanel({ image, role }: { image: Image; role: Role | undefined }) {
  const path = `/api/images/${image.id}/comments`;
  const live = useLive();
  const comments = useAll<Comment>(path, 2000);
  const members = useAll<Member>(`/api/projects/${image.project_id}/members`, 60_000);
  const [filter, setFilter] = useQueryParam("threads", "open");
  const [asked] = useQueryParam("comment");
  const names = (members.data ?? []).map((member) => member.username);
  // The image's count follows.
  const invalidates = [path, `/api/images/${image.id}`];
  useReadMentions(comments.data);
  useEffect(() => {
    if (asked && comments.data) live.show(comments.data.find(({ id }) => id === asked)?.parent_id ?? asked);
  }, [asked, comments.data !== undefined]);
  useEffect(() => () => live.show(null), [live]);
  return (
    <div className="stack-wide">
      <NewComment image={image} names={names} invalidates={invalidates} />
      <Loaded query={comments}>
        {(all) => {
          const threads = threadsOf(all);
          const resolved = threads.filter(({ first }) => first.resolved_at);
          const shown = filter === "all"
            ? threads
            : threads.filter(({ first }) => !first.resolved_at || first.id === asked);
          if (threads.length === 0) {
            return (
              <p className="muted">
                No comments yet. A comment reaches everyone in the project; @name tells one of them.
              </p>
            );
          }
          return (
            <>
              {resolved.length > 0 && (
                <Checkbox
                  label={`Show ${plural(resolved.length, "resolved thread")}`}
                  checked={filter === "all"}
                  onChange={(event) => setFilter(event.target.checked ? "all" : "open")}
                />
              )}
              {shown.length === 0
                ? <p className="muted">Everything said here is resolved.</p>
                : (
                  <ul className="threads">
                    {[...shown].reverse().map((thread) => (
                      <ThreadCard
                        key={thread.first.id}
                        thread={thread}
                        role={role}
                        names={names}
                        invalidates={invalidates}
                      />
                    ))}
                  </ul>
                )}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

/** Seeing what names one is reading it. */
function useReadMentions(comments: readonly Comment[] | undefined) {
  const me = useMe();
  const mine = (comments ?? []).filter(({ mentions }) => mentions.includes(me.id)).map(({ id }) => id).slice(-1000);
  const key = mine.join();
  const read = useMutation((comment_ids: string[]) => api.post("/api/comments/read", { comment_ids }), {
    invalidates: ["/api/comments"],
  });
  useEffect(() => {
    if (mine.length > 0) void read.run(mine);
  }, [key]);
}

function NewComment(
  { image, names, invalidates }: { image: Image; names: readonly string[]; invalidates: string[] },
) {
  const live = useLive();
  const workspace = useWorkspace();
  const pinned = useLiveSnapshot((s) => s.pinned);
  const selection = useSnapshot((s) => s.selection);
  const selected = selection.size === 1 ? [...selection][0]! : null;
  const object = pinned ? pinned.annotationId : selected;
  const post = useMutation(
    (body: string) =>
      api.post<Comment>(`/api/images/${image.id}/comments`, {
        body,
        annotation_id: object,
        point: pinned?.point ?? null,
      }),
    { invalidates },
  );
  useEffect(() => () => live.pin(null), [live]);
  const about = object
    ? `Comment on ${workspace.looks.nameOf(workspace.engine.scene.get(object)?.labelId ?? "")}`
    : pinned
    ? `Comment at ${pinned.point.join(", ")}`
    : "Comment on the image";
  return (
    <div className="stack" data-new-comment>
      <Composer
        label={about}
        action="Comment"
        names={names}
        busy={post.busy}
        error={post.error}
        onSend={async (body) => {
          // What was just drawn may not be on the server yet.
          if (object) await workspace.save();
          const made = await post.run(body);
          if (!made) return false;
          live.pin(null);
          live.show(made.id);
          return true;
        }}
      />
      <div className="row">
        <Button size="s" icon="comment" keys="comment.place" onClick={() => live.place(true)}>
          {pinned ? "Another place" : "Choose a place"}
        </Button>
        {pinned && <IconButton label="No place" icon="close" size="s" onClick={() => live.pin(null)} />}
      </div>
    </div>
  );
}

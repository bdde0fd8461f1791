import type { Mention } from "../../api/types.ts";
import { api } from "../../api/client.ts";
import { useMutation, usePage } from "../../api/hooks.ts";
import { Link } from "../../app/Link.tsx";
import { Ago, Button, Card, ErrorState, SkeletonRows } from "../../ui/index.ts";

/** Comments that name me, unread ones marked; each leads to its thread. */
export function Mentions() {
  const list = usePage<Mention>("/api/comments", { query: { mentions: "me" }, limit: 6, everyMs: 15_000 });
  const read = useMutation(() => api.post("/api/comments/read", {}), { invalidates: ["/api/comments"] });
  const unread = list.total ?? 0;
  return (
    <Card
      title={unread > 0 ? `Mentions of me (${unread} new)` : "Mentions of me"}
      flush
      actions={unread > 0 && (
        <Button kind="ghost" size="s" busy={read.busy} onClick={() => void read.run()}>Mark all as read</Button>
      )}
    >
      {list.error && list.items.length === 0
        ? <ErrorState error={list.error} onRetry={list.refresh} />
        : list.loading
        ? (
          <div className="card-body">
            <SkeletonRows count={3} />
          </div>
        )
        : list.items.length === 0
        ? <p className="card-body muted">Nobody has asked for you. Comments with your @name show up here.</p>
        : (
          <ul className="activity">
            {list.items.map((mention) => <Line key={mention.comment_id} mention={mention} />)}
          </ul>
        )}
    </Card>
  );
}

function Line({ mention }: { mention: Mention }) {
  const { project_id, image_id, comment_id, read_at, resolved_at } = mention;
  return (
    <li>
      <span
        className={read_at ? "mention-dot" : "mention-dot new"}
        role="img"
        aria-label={read_at ? "Read" : "Not read"}
      />
      <div className="grow mention-text">
        <Link to={`/projects/${project_id}/images/${image_id}?comment=${comment_id}&panel=comments`}>
          <span className="truncate">{mention.body}</span>
        </Link>
        <p className="small muted truncate">
          {mention.author} on {mention.filename}, {mention.project_name}
          {resolved_at ? " · resolved" : ""}
        </p>
      </div>
      <span className="activity-time small muted">
        <Ago time={mention.created_at} />
      </span>
    </li>
  );
}

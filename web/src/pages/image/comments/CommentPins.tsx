import type { Comment } from "../../../api/types.ts";
import { useAll } from "../../../api/useAll.ts";
import { setQuery } from "../../../app/router.ts";
import { useLive, useLiveSnapshot } from "../live/context.ts";
import { placeOf } from "../live/place.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";
import { pinOf, threadsOf } from "./threads.ts";

/** Open threads where they stand on the picture. The panel is where one reads and answers them, also by keyboard. */
export function CommentPins() {
  const workspace = useWorkspace();
  const live = useLive();
  const imageId = useSnapshot((s) => s.imageId);
  const comments = useAll<Comment>(imageId && `/api/images/${imageId}/comments`);
  const looked = useLiveSnapshot((s) => s.thread);
  const pinned = useLiveSnapshot((s) => s.pinned);
  // Pins of objects move with them.
  useSnapshot((s) => s.objects);
  const threads = threadsOf(comments.data ?? []).filter(({ first }) => !first.resolved_at || first.id === looked);
  const open = (id: string) => {
    live.show(id);
    setQuery({ panel: "comments" });
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[data-thread="${id}"] button`)?.focus({ preventScroll: false })
    );
  };
  return (
    <>
      {threads.map(({ first, answers, number }) => {
        const place = pinOf(first, first.annotation_id ? workspace.engine.scene.get(first.annotation_id) : undefined);
        if (!place) return null;
        return (
          <button
            key={first.id}
            type="button"
            // The panel has them all in order: Tab need not walk through the picture as well.
            tabIndex={-1}
            className={["pin", first.resolved_at && "resolved", first.id === looked && "looked"].filter(Boolean).join(
              " ",
            )}
            style={placeOf(place)}
            aria-label={`Comment ${number} of ${first.author}`}
            data-pin={first.id}
            data-tip={`${first.author}: ${short(first.body)}${answers.length > 0 ? ` (+${answers.length})` : ""}`}
            onMouseEnter={() => live.show(first.id)}
            onClick={() => open(first.id)}
          >
            {number}
          </button>
        );
      })}
      {pinned && <span className="pin new" style={placeOf(pinned.point)} aria-hidden="true">+</span>}
    </>
  );
}

const short = (text: string) => text.length > 80 ? `${text.slice(0, 79)}…` : text;

import type { Image } from "../../../api/types.ts";
import { useQuery } from "../../../api/hooks.ts";
import { setQuery } from "../../../app/router.ts";
import { IconButton } from "../../../ui/index.ts";
import { type Asked, searchOfAsked } from "./asked.ts";
import { pictureOf } from "./search.ts";

/** What the images shown are like, to take away. */
export function SimilarToken({ asked }: { asked: Asked }) {
  const image = useQuery<Image>(asked.kind === "image" ? `/api/images/${asked.imageId}` : null, { freshMs: 60_000 });
  const text = asked.kind === "text"
    ? `“${asked.text}”`
    : asked.kind === "picture"
    ? pictureOf(asked.key)?.name ?? "a picture that is no longer here"
    : image.data?.filename ?? "…";
  const title = asked.kind === "image" && asked.region ? "Like a part of" : "Like";
  return (
    <span className="token">
      <span className="muted token-title">{title}</span>
      {asked.kind === "image" && (
        <img
          className="token-picture"
          src={`/api/images/${asked.imageId}/thumbnail`}
          alt=""
        />
      )}
      <strong className="truncate">{text}</strong>
      <IconButton
        label={`Stop looking for images like ${text}`}
        icon="close"
        size="s"
        onClick={() => setQuery(searchOfAsked(null), true)}
      />
    </span>
  );
}

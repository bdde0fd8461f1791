import { memo, useState } from "react";
import type { Image } from "../../../api/types.ts";
import { Icon } from "../../../ui/index.ts";

/** A thumbnail that loads when it comes near the view; a quiet mark where there is none yet. */
export const Thumbnail = memo(function Thumbnail({ image, fit }: { image: Image; fit?: "contain" | "cover" }) {
  const [failed, setFailed] = useState(false);
  if (failed || !image.has_thumbnail) {
    return (
      <span className="thumb-none" data-tip={failed ? "No thumbnail" : "The thumbnail is being made"}>
        <Icon name="images" />
      </span>
    );
  }
  return (
    <img
      src={`/api/images/${image.id}/thumbnail`}
      alt=""
      decoding="async"
      draggable={false}
      className={fit === "contain" ? "thumb contain" : "thumb"}
      onError={() => setFailed(true)}
    />
  );
}, (a, b) => a.image.id === b.image.id && a.image.has_thumbnail === b.image.has_thumbnail && a.fit === b.fit);

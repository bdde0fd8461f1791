import { memo, useState } from "react";
import type { Image } from "../../../api/types.ts";
import { Icon } from "../../../ui/index.ts";

/** A thumbnail, made by the server when it is first asked for; a quiet mark where the picture cannot be decoded. */
export const Thumbnail = memo(function Thumbnail({ image, fit }: { image: Image; fit?: "contain" | "cover" }) {
  const [failed, setFailed] = useState(false);
  if (failed) {
    return (
      <span className="thumb-none" data-tip="This picture cannot be shown">
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
}, (a, b) => a.image.id === b.image.id && a.fit === b.fit);

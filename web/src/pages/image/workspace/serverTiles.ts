// Tiles of an image as the server cuts them, decoded off the main thread.
import type { Image } from "../../../api/types.ts";
import { readProblem } from "../../../api/client.ts";
import { ApiError } from "../../../api/error.ts";
import type { TileSource } from "../../../canvas/paint/PictureTiles.ts";

export function serverTiles({ id, width, height }: Image): TileSource {
  return {
    size: { width, height },
    load: async ({ level, x, y }, signal) => {
      const path = `/api/images/${id}/tiles/${level}/${x}/${y}`;
      const response = await fetch(path, { signal, credentials: "same-origin" }).catch((error) => {
        if (signal.aborted) throw error;
        throw ApiError.unreachable();
      });
      if (!response.ok) throw new ApiError(await readProblem(response));
      return await createImageBitmap(await response.blob());
    },
  };
}

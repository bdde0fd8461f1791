// Decoded photographs: fetched and decoded off the main thread, the last few kept, neighbours fetched ahead.
import type { Id } from "../../../api/types.ts";
import { ApiError } from "../../../api/error.ts";
import { readProblem } from "../../../api/client.ts";

/** pixels kept decoded in all (4 bytes each) */
const budget = 160e6;

interface Kept {
  bitmap: Promise<ImageBitmap>;
  pixels: number;
  control: AbortController;
}

export class Bitmaps {
  #kept = new Map<Id, Kept>();
  #shown: Id | null = null;

  /** The bitmap of an image, upright. Kept until others need the room: use it, do not close it. */
  load(id: Id, width: number, height: number): Promise<ImageBitmap> {
    const known = this.#kept.get(id);
    if (known) {
      this.#kept.delete(id);
      this.#kept.set(id, known);
      return known.bitmap;
    }
    const control = new AbortController();
    const bitmap = decode(id, control.signal);
    this.#kept.set(id, { bitmap, pixels: width * height, control });
    bitmap.catch(() => this.#kept.get(id)?.control === control && this.#kept.delete(id));
    this.#evict(id);
    return bitmap;
  }

  /** Ahead of need; a failure says nothing until the image is opened. */
  prefetch(id: Id, width: number, height: number) {
    if (width * height <= wholeUpTo) this.load(id, width, height).catch(() => {});
  }

  /** The image on screen is never thrown out. */
  show(id: Id | null) {
    this.#shown = id;
  }

  clear() {
    for (const id of [...this.#kept.keys()]) this.#drop(id);
  }

  #evict(newest: Id) {
    let sum = 0;
    for (const { pixels } of this.#kept.values()) sum += pixels;
    for (const [id, { pixels }] of [...this.#kept]) {
      if (sum <= budget) return;
      if (id === newest || id === this.#shown) continue;
      sum -= pixels;
      this.#drop(id);
    }
  }

  #drop(id: Id) {
    const kept = this.#kept.get(id);
    if (!kept) return;
    this.#kept.delete(id);
    kept.control.abort();
    kept.bitmap.then((bitmap) => bitmap.close(), () => {});
  }
}

/** Larger pictures are shown by their tiles: decoding them whole takes seconds, 4 bytes a pixel, and some browsers refuse. */
export const wholeUpTo = 24e6;

/** The bytes came, but this browser cannot decode them (TIFF). */
export class Undecodable extends Error {}

async function decode(id: Id, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(`/api/images/${id}/content`, { signal, credentials: "same-origin" }).catch((error) => {
    if (signal.aborted) throw error;
    throw ApiError.unreachable();
  });
  if (!response.ok) throw new ApiError(await readProblem(response));
  try {
    return await createImageBitmap(await response.blob(), { imageOrientation: "from-image" });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Undecodable();
  }
}

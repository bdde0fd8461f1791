import { useEffect, useSyncExternalStore } from "react";
import type { Annotation, Id, Image } from "../../api/types.ts";
import { api } from "../../api/client.ts";

const atOnce = 100;
const kept = 4000;

/** Shapes for thumbnails, asked for by the hundred as images come into view, kept as long as the image did not change. */
class Shapes {
  #known = new Map<Id, { of: string; shapes: readonly Annotation[] }>();
  #asked = new Set<Id>();
  #listeners = new Set<() => void>();
  version = 0;

  listen = (listener: () => void): () => void => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  of(image: Image): readonly Annotation[] | undefined {
    return this.#known.get(image.id)?.shapes;
  }

  want(projectId: Id, images: readonly Image[]) {
    const missing: Image[] = [];
    for (const image of images) {
      if (this.#asked.has(image.id) || this.#known.get(image.id)?.of === image.updated_at) continue;
      if (image.annotation_count === 0) this.#known.set(image.id, { of: image.updated_at, shapes: [] });
      else missing.push(image);
    }
    for (let at = 0; at < missing.length; at += atOnce) void this.#fetch(projectId, missing.slice(at, at + atOnce));
  }

  async #fetch(projectId: Id, images: readonly Image[]) {
    for (const image of images) this.#asked.add(image.id);
    try {
      const answer = await api.get<{ items: Annotation[] }>(`/api/projects/${projectId}/annotations`, {
        query: { image_id: images.map((image) => image.id) },
      });
      const byImage = new Map<Id, Annotation[]>();
      for (const annotation of answer.items) {
        const list = byImage.get(annotation.image_id);
        if (list) list.push(annotation);
        else byImage.set(annotation.image_id, [annotation]);
      }
      for (const image of images) {
        this.#known.set(image.id, { of: image.updated_at, shapes: byImage.get(image.id) ?? [] });
      }
      while (this.#known.size > kept) this.#known.delete(this.#known.keys().next().value!);
      this.version++;
      for (const listener of this.#listeners) listener();
    } catch {
      /* the pictures stay without shapes; coming into view again asks again */
    } finally {
      for (const image of images) this.#asked.delete(image.id);
    }
  }
}

const shapes = new Shapes();

/** The shapes of the images in view, when wanted. */
export function useShapes(
  projectId: Id,
  images: readonly Image[],
  wanted: boolean,
): (image: Image) => readonly Annotation[] | undefined {
  useSyncExternalStore(shapes.listen, () => shapes.version);
  const key = wanted ? images.map((image) => `${image.id}${image.updated_at}`).join() : "";
  useEffect(() => {
    if (!wanted || images.length === 0) return;
    // Not while flying past.
    const timer = setTimeout(() => shapes.want(projectId, images), 80);
    return () => clearTimeout(timer);
  }, [key, projectId]);
  return (image) => wanted ? shapes.of(image) : undefined;
}

import type { ImageList } from "../images/ImageList.ts";
import type { ClassBook } from "./ClassBook.ts";

/** The place of the next image without a class after `from`, then of the first one; -1 when each has one. */
export async function nextWithout(list: ImageList, book: ClassBook, from: number): Promise<number> {
  const isBare = (index: number) => {
    const image = list.at(index);
    if (!image || image.is_null) return false;
    return (book.labels(image.id)?.length ?? image.annotation_count) === 0;
  };
  for (let index = from + 1;; index++) {
    if (index >= list.items.length) {
      const before = list.items.length;
      await list.reach(index);
      if (list.items.length === before) break;
    }
    if (isBare(index)) return index;
  }
  for (let index = 0; index <= from; index++) if (isBare(index)) return index;
  return -1;
}

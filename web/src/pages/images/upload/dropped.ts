// Files out of a drop, folders walked to their leaves.
import type { Picked } from "./UploadQueue.ts";

const pictures = /\.(jpe?g|png|webp|tiff?|bmp)$/i;

export const accepted = "image/jpeg,image/png,image/webp,image/tiff,image/bmp,.jpg,.jpeg,.png,.webp,.tif,.tiff,.bmp";

export function picked(files: Iterable<File>): Picked[] {
  return [...files].map((file) => ({ name: file.name, size: file.size, file }));
}

/** Everything that was dropped. Out of folders only pictures are taken: the rest (labels, hidden files) was not meant. */
export async function dropped(transfer: DataTransfer): Promise<Picked[]> {
  const entries = [...transfer.items].map((item) => item.kind === "file" ? item.webkitGetAsEntry?.() ?? null : null);
  if (!entries.some((entry) => entry?.isDirectory)) return picked(transfer.files);
  const found: File[] = [];
  for (const entry of entries) if (entry) await walk(entry, found, true);
  return picked(found);
}

async function walk(entry: FileSystemEntry, found: File[], top: boolean): Promise<void> {
  if (entry.isFile) {
    if (top || pictures.test(entry.name)) {
      found.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
    }
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader answers a hundred entries at a time and an empty list at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const one of some) await walk(one, found, false);
  }
}

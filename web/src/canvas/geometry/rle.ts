// COCO run-length masks (pycocotools' maskApi): runs alternate 0, 1, 0, ... down the columns, counts packed as text.
// Each count is a difference to the one two before (from the fourth on), in 5-bit groups offset by "0", sign-extended.

/** The counts of a packed string. Throws RangeError on a character or length that no encoder writes. */
export function decodeCounts(text: string): Uint32Array {
  const counts: number[] = [];
  let at = 0;
  while (at < text.length) {
    let value = 0;
    let shift = 0;
    let more = true;
    while (more) {
      if (at >= text.length) throw new RangeError("mask: the run-length string ends inside a number");
      const c = text.charCodeAt(at++) - 48;
      if (c < 0 || c > 63 || shift > 30) throw new RangeError(`mask: character ${at} is no run length`);
      value += (c & 0x1f) * 2 ** shift;
      more = (c & 0x20) !== 0;
      shift += 5;
      if (!more && (c & 0x10) !== 0) value -= 2 ** shift;
    }
    if (counts.length > 2) value += counts[counts.length - 2]!;
    if (value < 0) throw new RangeError("mask: a run is shorter than nothing");
    counts.push(value);
  }
  return Uint32Array.from(counts);
}

export function encodeCounts(counts: ArrayLike<number>): string {
  let text = "";
  for (let i = 0; i < counts.length; i++) {
    let value = counts[i]! - (i > 2 ? counts[i - 2]! : 0);
    let more = true;
    while (more) {
      let c = value & 0x1f;
      value >>= 5;
      more = (c & 0x10) !== 0 ? value !== -1 : value !== 0;
      if (more) c |= 0x20;
      text += String.fromCharCode(c + 48);
    }
  }
  return text;
}

/** Runs of a row-major 0/1 raster of height x width. */
export function runsOfRaster(raster: ArrayLike<number>, height: number, width: number): number[] {
  const counts: number[] = [];
  let current = 0;
  let run = 0;
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      const bit = raster[y * width + x] ? 1 : 0;
      if (bit !== current) {
        counts.push(run);
        run = 0;
        current = bit;
      }
      run++;
    }
  }
  counts.push(run);
  return counts;
}

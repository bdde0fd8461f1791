// The object that somebody follows through a sequence: what was selected last, here and on the frame before.
import type { Id, TrackPlace } from "../../../api/types.ts";

export interface Held {
  imageId: Id;
  /** the frame's place in the sequence */
  at: number;
  annotationId: Id;
  labelId: Id;
  track: TrackPlace | null;
}

export class Hand {
  now: Held | null = null;
  /** the last one on another frame */
  before: Held | null = null;

  take(held: Held) {
    if (this.now && this.now.imageId !== held.imageId) this.before = this.now;
    this.now = held;
  }

  /** What an object on this image goes on from. */
  from(imageId: Id): Held | null {
    return this.now && this.now.imageId !== imageId ? this.now : this.before;
  }
}

const hands = new Map<Id, Hand>();

/** One for each sequence, as long as the page lives. */
export function handOf(sequenceId: Id): Hand {
  let hand = hands.get(sequenceId);
  if (!hand) hands.set(sequenceId, hand = new Hand());
  return hand;
}

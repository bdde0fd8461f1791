// Likely mistakes in words.
import type { LabelError, LabelErrorKind } from "../../../api/types.ts";

export const kinds: readonly { kind: LabelErrorKind; title: string; what: string }[] = [
  { kind: "missed", title: "Missed", what: "The model sees what nobody labelled." },
  { kind: "spurious", title: "Spurious", what: "Labelled, and the model sees nothing there." },
  { kind: "mislocated", title: "Mislocated", what: "The same thing, elsewhere or of another size." },
  { kind: "swapped", title: "Swapped", what: "The same place, another label." },
];

/** "RBC, for the model WBC" */
export function wordsOf(error: Pick<LabelError, "kind">, labelled: string, predicted: string): string {
  switch (error.kind) {
    case "missed":
      return `${predicted}, not labelled`;
    case "spurious":
      return `${labelled}, not seen by the model`;
    case "mislocated":
      return `${labelled}, lies elsewhere for the model`;
    case "swapped":
      return `${labelled}, for the model ${predicted}`;
  }
}

/** What applying does. */
export function actionOf(kind: LabelErrorKind): string {
  return {
    missed: "Add the label",
    spurious: "Delete the label",
    mislocated: "Move the label",
    swapped: "Change the label",
  }[kind];
}

import { Empty } from "../../../ui/index.ts";
import type { CurateProps } from "../tabs.tsx";

/** How good the pictures are. */
export default function QualityTab({ selection }: CurateProps) {
  return (
    <Empty icon="curate" title="Nothing is measured yet">
      {selection.ids.size > 0 && "Your selection is kept."}
    </Empty>
  );
}

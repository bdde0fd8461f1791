import { useState } from "react";
import type { Id, ImageStatus, ReviewStatus, Split, Tag } from "../../../api/types.ts";
import { count, plural } from "../../../lib/format.ts";
import { Button, IconButton, Menu, type MenuItem, statusText } from "../../../ui/index.ts";
import { changeTags, moveToBin, restore, setField } from "../bulk.ts";
import { splitText } from "../filter/filter.ts";
import { all, cleared, noSelection, type Selection } from "../grid/selection.ts";
import { AssignMenu } from "../../team/AssignMenu.tsx";
import type { ImageList } from "../ImageList.ts";

/** What can be done with the selection. It lies below the grid's last row, never over what is being picked. */
export function BulkBar(
  { projectId, list, selection, tags, bin, may, onSelection }: {
    projectId: Id;
    list: ImageList;
    selection: Selection;
    tags: readonly Tag[];
    bin: boolean;
    may: { label: boolean; review: boolean; manage: boolean };
    onSelection: (selection: Selection) => void;
  },
) {
  const [busy, setBusy] = useState(false);
  const ids = [...selection.ids];
  const during = (work: Promise<boolean>, then?: () => void) => {
    setBusy(true);
    void work.then((done) => done && then?.()).finally(() => setBusy(false));
  };
  const clear = () => onSelection(noSelection);
  const selectAll = async () => {
    setBusy(true);
    await list.reach(Infinity).finally(() => setBusy(false));
    onSelection(all(selection, list.items.map((image) => image.id)));
  };
  const set = (field: Parameters<typeof setField>[3]) => during(setField(list, projectId, ids, field));
  const items = <T extends string>(
    values: readonly T[],
    text: (value: T) => string,
    run: (value: T) => void,
  ): MenuItem[] => values.map((value) => ({ label: text(value), run: () => run(value) }));
  return (
    <div className="bulk-bar" role="toolbar" aria-label="Selection">
      <strong className="num">{plural(ids.length, "image")} selected</strong>
      {(list.count > ids.length || !list.ended) && (
        <Button
          size="s"
          kind="ghost"
          disabled={busy}
          onClick={() => void selectAll()}
        >
          {list.total === null && !list.ended ? "Select all" : `Select all ${count(list.count)}`}
        </Button>
      )}
      <span className="grow" />
      {!bin && may.label && (
        <>
          <Menu
            label="Status"
            size="s"
            disabled={busy}
            items={items<ImageStatus>(["NEW", "IN_PROGRESS", "DONE"], statusText, (status) => set({ status }))}
          >
            Status
          </Menu>
          <Menu
            label="Split"
            size="s"
            disabled={busy}
            items={items<Split>(["unassigned", "train", "val", "test"], splitText, (split) => set({ split }))}
          >
            Split
          </Menu>
          <Menu
            label="Tags"
            size="s"
            disabled={busy || tags.length === 0}
            items={tagItems(tags, list, ids, (add, remove) => during(changeTags(list, projectId, ids, add, remove)))}
          >
            Tags
          </Menu>
        </>
      )}
      {!bin && may.review && (
        <Menu
          label="Review"
          size="s"
          disabled={busy}
          items={items<ReviewStatus>(
            ["APPROVED", "NEEDS_REVISION", "REJECTED", "UNREVIEWED"],
            statusText,
            (review_status) => set({ review_status }),
          )}
        >
          Review
        </Menu>
      )}
      {!bin && may.manage && <AssignMenu projectId={projectId} ids={ids} />}
      {bin && may.manage && (
        <Button
          size="s"
          kind="primary"
          icon="undo"
          busy={busy}
          onClick={() => {
            list.remove(ids);
            during(restore(list, projectId, ids), clear);
          }}
        >
          Restore
        </Button>
      )}
      {!bin && may.manage && (
        <Button
          size="s"
          icon="trash"
          busy={busy}
          keys="grid.delete"
          tip="Move to the bin"
          onClick={() => during(moveToBin(list, projectId, ids), clear)}
        >
          Delete
        </Button>
      )}
      <IconButton
        label="Clear the selection"
        icon="close"
        size="s"
        keys="grid.clear"
        onClick={() => onSelection(cleared(selection))}
      />
    </div>
  );
}

/** Each tag with a tick where all of the selection has it: choosing gives it to all or takes it from all. */
function tagItems(
  tags: readonly Tag[],
  list: ImageList,
  ids: readonly Id[],
  run: (add: Id[], remove: Id[]) => void,
): MenuItem[] {
  return tags.map((tag) => {
    const everywhere = ids.every((id) => list.at(list.indexOf(id))?.tag_ids.includes(tag.id));
    return { label: tag.name, checked: everywhere, run: () => everywhere ? run([], [tag.id]) : run([tag.id], []) };
  });
}

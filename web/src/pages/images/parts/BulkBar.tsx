import { useState } from "react";
import type { Id, ImageQuery, ImageStatus, Label, ReviewStatus, Split, Tag } from "../../../api/types.ts";
import { count, plural } from "../../../lib/format.ts";
import { Button, ConfirmDialog, IconButton, Menu, type MenuItem, statusText } from "../../../ui/index.ts";
import { type Change, sizeOf, type Target } from "../bulk/change.ts";
import { ClassDialog } from "../bulk/LabelDialogs.tsx";
import { MetadataDialog } from "../bulk/MetadataDialog.tsx";
import { SplitDialog } from "../bulk/SplitDialog.tsx";
import { TransferDialog } from "../bulk/TransferDialog.tsx";
import type { Bulk } from "../bulk/useBulk.ts";
import { describe } from "../bulk/words.ts";
import { splitText } from "../filter/filter.ts";
import { cleared, noSelection, type Selection } from "../grid/selection.ts";
import { AssignMenu } from "../../team/AssignMenu.tsx";
import type { ImageList } from "../ImageList.ts";

type Asked = "random_split" | "add_label" | "remove_label" | "metadata" | "copy" | "move";

/** What can be done with the selection. It lies below the grid's last row, never over what is being picked. */
export function BulkBar(
  { projectId, list, query, selection, everything, tags, labels, bin, may, bulk, onSelection, onEverything, onTags }: {
    projectId: Id;
    list: ImageList;
    query: ImageQuery;
    selection: Selection;
    /** how many match, when all of them are meant */
    everything: number | null;
    tags: readonly Tag[];
    labels: readonly Label[];
    bin: boolean;
    may: { label: boolean; review: boolean; manage: boolean };
    bulk: Bulk;
    onSelection: (selection: Selection) => void;
    onEverything: () => void;
    onTags: () => void;
  },
) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [confirming, setConfirming] = useState<Change | null>(null);
  const ids = [...selection.ids];
  const target: Target = everything === null ? { ids } : { query, count: everything };
  const size = sizeOf(target);
  const send = async (change: Change) => {
    setAsked(null);
    setConfirming(null);
    const done = await bulk.run(target, change);
    if (done && (everything !== null || ["bin", "restore", "delete", "move"].includes(change.action))) {
      onSelection(noSelection);
    }
  };
  // What reaches beyond what is seen, or cannot be taken back, is asked first.
  const begin = (change: Change) =>
    everything !== null || change.action === "delete" ? setConfirming(change) : void send(change);
  const items = <T extends string>(
    values: readonly T[],
    text: (value: T) => string,
    change: (value: T) => Change,
  ): MenuItem[] => values.map((value) => ({ label: text(value), run: () => begin(change(value)) }));
  const dialog = { count: size, onChange: (change: Change) => void send(change), onClose: () => setAsked(null) };
  const { busy } = bulk;
  return (
    <div className="bulk-bar" role="toolbar" aria-label="Selection">
      <strong className="num">
        {everything === null
          ? `${plural(ids.length, "image")} selected`
          : `All ${plural(everything, "image")} that match`}
      </strong>
      {everything === null && (list.count > ids.length || !list.ended) && (
        <Button size="s" kind="ghost" disabled={busy} onClick={onEverything}>
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
            items={items<ImageStatus>(
              ["NEW", "IN_PROGRESS", "DONE"],
              statusText,
              (status) => ({ action: "status", status }),
            )}
          >
            Status
          </Menu>
          <Menu
            label="Split"
            size="s"
            disabled={busy}
            items={[
              ...items<Split>(
                ["unassigned", "train", "val", "test"],
                splitText,
                (split) => ({ action: "split", split }),
              ),
              "-",
              { label: "At random…", run: () => setAsked("random_split") },
            ]}
          >
            Split
          </Menu>
          <Menu
            label="Tags"
            size="s"
            disabled={busy}
            items={[
              ...tagItems(tags, list, everything === null ? ids : null, begin),
              ...(tags.length > 0 ? ["-" as const] : []),
              { label: "Manage tags…", run: onTags },
            ]}
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
            (review_status) => ({ action: "review", review_status }),
          )}
        >
          Review
        </Menu>
      )}
      {!bin && may.manage && everything === null && <AssignMenu projectId={projectId} ids={ids} />}
      {!bin && may.label && (
        <Menu
          label="More"
          size="s"
          icon="more"
          disabled={busy}
          items={[
            { label: "Mark as null", hint: "nothing to label", run: () => begin({ action: "null", is_null: true }) },
            { label: "Not null", run: () => begin({ action: "null", is_null: false }) },
            "-",
            { label: "Give a class…", disabled: labels.length === 0, run: () => setAsked("add_label") },
            { label: "Take a class away…", disabled: labels.length === 0, run: () => setAsked("remove_label") },
            { label: "Change metadata…", run: () => setAsked("metadata") },
            "-",
            { label: "Copy to another project…", run: () => setAsked("copy") },
            ...(may.manage ? [{ label: "Move to another project…", run: () => setAsked("move") }] : []),
          ]}
        >
          More
        </Menu>
      )}
      {bin && may.manage && (
        <>
          <Button
            size="s"
            kind="primary"
            icon="undo"
            busy={busy}
            onClick={() => begin({ action: "restore" })}
          >
            Restore
          </Button>
          <Button size="s" icon="trash" busy={busy} onClick={() => begin({ action: "delete" })}>Delete for good</Button>
        </>
      )}
      {!bin && may.manage && (
        <Button
          size="s"
          icon="trash"
          busy={busy}
          keys="grid.delete"
          tip="Move to the bin"
          onClick={() => begin({ action: "bin" })}
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
      {asked === "random_split" && <SplitDialog {...dialog} />}
      {(asked === "add_label" || asked === "remove_label") && (
        <ClassDialog
          action={asked}
          labels={labels}
          {...dialog}
        />
      )}
      {asked === "metadata" && <MetadataDialog {...dialog} />}
      {(asked === "copy" || asked === "move") && <TransferDialog action={asked} projectId={projectId} {...dialog} />}
      {confirming && (
        <ConfirmDialog
          title={describe(confirming, size)}
          action={confirming.action === "delete" ? "Delete for good" : "Change all"}
          busy={busy}
          onConfirm={() => void send(confirming)}
          onClose={() => setConfirming(null)}
        >
          {confirming.action === "delete"
            ? "Their annotations, comments and history go with them. This cannot be undone. The files themselves are freed when storage is cleaned up; other images and dataset versions that use them keep them."
            : "Every image that matches the filter is changed, also those that are not on screen."}
        </ConfirmDialog>
      )}
    </div>
  );
}

/** Each tag with a tick where all of the selection has it: choosing gives it to all or takes it from all. */
function tagItems(
  tags: readonly Tag[],
  list: ImageList,
  ids: readonly Id[] | null,
  begin: (change: Change) => void,
): MenuItem[] {
  return tags.flatMap((tag): MenuItem[] => {
    const give: Change = { action: "tags", add: [tag.id] };
    const take: Change = { action: "tags", remove: [tag.id] };
    // Of images that are not in the list nobody knows here which have it.
    if (!ids?.every((id) => list.indexOf(id) >= 0)) {
      return [
        { label: `Add ${tag.name}`, run: () => begin(give) },
        { label: `Remove ${tag.name}`, run: () => begin(take) },
      ];
    }
    const everywhere = ids.every((id) => list.at(list.indexOf(id))?.tag_ids.includes(tag.id));
    return [{ label: tag.name, checked: everywhere, run: () => begin(everywhere ? take : give) }];
  });
}

import { deleteSelected, duplicateSelected, selectAll, stackSelected } from "../../../canvas/engine/actions.ts";
import { useParams } from "../../../app/router.ts";
import { Menu } from "../../../ui/index.ts";
import { copySelected } from "../workspace/clipboard.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";
import { findLikeSelected } from "../workspace/findLike.ts";
import { newId } from "../workspace/newId.ts";
import { usePropagationHere } from "../workspace/usePropagation.ts";

/** What can be done with the selected objects, or with all where nothing is selected. */
export function SelectionMenu({ editable }: { editable: boolean }) {
  const workspace = useWorkspace();
  const { engine } = workspace;
  const { id: projectId = "" } = useParams();
  const propagation = usePropagationHere();
  const selection = useSnapshot((s) => s.selection);
  const hidden = useSnapshot((s) => s.hidden);
  const locked = useSnapshot((s) => s.locked);
  const any = useSnapshot((s) => s.objects.length > 0);
  const ids = [...selection];
  const none = ids.length === 0;
  const frozen = none || !editable;
  const allHidden = !none && ids.every((id) => hidden.has(id));
  const allLocked = !none && ids.every((id) => locked.has(id));
  const what = none ? "all" : ids.length === 1 ? "it" : "them";
  return (
    <Menu
      label="Object commands"
      icon="more"
      size="s"
      kind="ghost"
      items={[
        { label: "Select all", keys: "edit.selectAll", disabled: !any, run: () => void selectAll(engine) },
        "-",
        { label: "Copy", keys: "edit.copy", disabled: none, run: () => void copySelected(engine) },
        {
          label: "Duplicate",
          keys: "edit.duplicate",
          disabled: frozen,
          run: () => void duplicateSelected(engine, newId),
        },
        {
          label: `Copy ${what} to the next image`,
          keys: "object.propagate",
          disabled: !editable || !any,
          run: () => void propagation.copy(1),
        },
        {
          label: `Copy ${what} to the next images…`,
          keys: "object.propagateMany",
          disabled: !editable || !any,
          run: () => propagation.ask(true),
        },
        {
          label: "Find images like it",
          keys: "object.similar",
          disabled: ids.length !== 1,
          run: () => void findLikeSelected(workspace, projectId),
        },
        "-",
        { label: "Raise", keys: "object.raise", disabled: frozen, run: () => void stackSelected(engine, "raise") },
        { label: "Lower", keys: "object.lower", disabled: frozen, run: () => void stackSelected(engine, "lower") },
        {
          label: "To the front",
          keys: "object.front",
          disabled: frozen,
          run: () => void stackSelected(engine, "front"),
        },
        { label: "To the back", keys: "object.back", disabled: frozen, run: () => void stackSelected(engine, "back") },
        "-",
        {
          label: allHidden ? "Show" : "Hide",
          keys: "object.hide",
          disabled: none,
          run: () => workspace.setHidden(ids, !allHidden),
        },
        {
          label: allLocked ? "Unlock" : "Lock",
          keys: "object.lock",
          disabled: none,
          run: () => workspace.setLocked(ids, !allLocked),
        },
        {
          label: "Delete",
          keys: "object.delete",
          danger: true,
          disabled: frozen,
          run: () => void deleteSelected(engine),
        },
      ]}
    />
  );
}

import { useState } from "react";
import type { Id, ImageQuery, ImageView, Role } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation } from "../../../api/hooks.ts";
import { useAll } from "../../../api/useAll.ts";
import { atLeast } from "../../../app/project.ts";
import { setQuery, useLocation } from "../../../app/router.ts";
import { useMe } from "../../../app/session.ts";
import { ConfirmDialog, Menu, type MenuItem, toast } from "../../../ui/index.ts";
import { queryOf, searchOf } from "../filter/filter.ts";
import type { Density } from "../grid/layout.ts";
import { ViewDialog } from "./ViewDialog.tsx";
import { sameView } from "./views.ts";

/** Saved views: choose one, save what is shown as one, change those that are yours. The URL names the one that was chosen. */
export function ViewsMenu(
  { projectId, role, density, onDensity }: {
    projectId: Id;
    role: Role | undefined;
    density: Density;
    onDensity: (density: Density) => void;
  },
) {
  const { query } = useLocation();
  const me = useMe();
  const path = `/api/projects/${projectId}/views`;
  const views = useAll<ImageView>(path);
  const [dialog, setDialog] = useState<"save" | "change" | "delete" | null>(null);
  const all = views.data ?? [];
  const chosen = all.find((view) => view.id === query.get("view"));
  const shown: ImageQuery = queryOf(query);
  const changed = chosen !== undefined && !(sameView(chosen.query, shown) && (chosen.density ?? density) === density);
  const mine = chosen && (chosen.owner_id === me?.id || atLeast(role, "manager"));
  const updating = useMutation(
    () => api.patch<ImageView>(`/api/views/${chosen!.id}`, { query: shown, density }),
    { invalidates: [path], done: (view) => toast({ kind: "good", text: `${view.name} updated` }) },
  );
  const deleting = useMutation(() => api.delete(`/api/views/${chosen!.id}`), {
    invalidates: [path],
    done: () => {
      setDialog(null);
      setQuery({ view: null });
    },
  });
  const open = (view: ImageView) => {
    setQuery({ ...searchOf(view.query), view: view.id }, true);
    if (view.density) onDensity(view.density as Density);
  };
  const items: MenuItem[] = [
    ...all.map((view): MenuItem => ({
      label: view.name,
      hint: [view.is_shared ? `shared by ${view.owner}` : "private", view.is_default && "opened first"].filter(Boolean)
        .join(", "),
      checked: view.id === chosen?.id,
      run: () => open(view),
    })),
    ...(all.length > 0 ? ["-" as const] : []),
    { label: "Save as a view…", icon: "plus", run: () => setDialog("save") },
    ...(mine
      ? [
        { label: `Update ${chosen.name}`, icon: "check" as const, disabled: !changed, run: () => void updating.run() },
        { label: "Rename or share…", icon: "edit" as const, run: () => setDialog("change") },
        { label: `Delete ${chosen.name}…`, icon: "trash" as const, danger: true, run: () => setDialog("delete") },
      ]
      : []),
  ];
  return (
    <>
      <Menu label="Views" icon="eye" items={items}>
        <span className="truncate view-name">{chosen ? `${chosen.name}${changed ? " *" : ""}` : "Views"}</span>
      </Menu>
      {(dialog === "save" || dialog === "change") && (
        <ViewDialog
          path={path}
          view={dialog === "change" ? chosen! : null}
          query={shown}
          density={density}
          role={role}
          onDone={(view) => {
            setDialog(null);
            setQuery({ view: view.id });
          }}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === "delete" && chosen && (
        <ConfirmDialog
          title={`Delete ${chosen.name}?`}
          action="Delete"
          busy={deleting.busy}
          error={deleting.error}
          onConfirm={() => void deleting.run()}
          onClose={() => setDialog(null)}
        >
          {chosen.is_shared ? "It goes for everybody in the project." : "The images stay."}
        </ConfirmDialog>
      )}
    </>
  );
}

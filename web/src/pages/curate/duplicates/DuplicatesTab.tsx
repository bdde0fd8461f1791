import { useMemo, useState } from "react";
import type { DuplicateGroup, DuplicatesJob, DuplicatesState, Id } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation, usePage, useQuery } from "../../../api/hooks.ts";
import { useJobFeed } from "../../../api/useJobFeed.ts";
import { useKeys } from "../../../app/keyboard.ts";
import { Link } from "../../../app/Link.tsx";
import { atLeast, useProject } from "../../../app/project.ts";
import { buildPath, navigate, useQueryParam } from "../../../app/router.ts";
import { plural } from "../../../lib/format.ts";
import {
  Button,
  Checkbox,
  ConfirmDialog,
  Empty,
  ErrorState,
  MoreOnScroll,
  Progress,
  Select,
  SkeletonCards,
} from "../../../ui/index.ts";
import type { CurateProps } from "../tabs.tsx";
import { DuplicateRow } from "./DuplicateRow.tsx";
import { dismiss, keeperOf, resolve, undoLatest } from "./resolve.ts";

const shows = [
  { value: "", label: "All groups" },
  { value: "leaks", label: "Leaks between splits" },
  { value: "exact", label: "The same pixels" },
  { value: "near", label: "Near duplicates" },
  { value: "dismissed", label: "Dismissed" },
];

/** Copies of one picture as rows: which to keep, in what the others differ, one key to be rid of them. */
export default function DuplicatesTab({ projectId }: CurateProps) {
  const path = `/api/projects/${projectId}/duplicates`;
  const role = useProject().data?.role;
  const [asked, setAsked] = useQueryParam("show");
  const show = shows.some((one) => one.value === asked) ? asked : "";
  const [wait, setWait] = useState(false);
  const state = useQuery<DuplicatesState>(`${path}/state`, { everyMs: wait ? 2000 : false });
  const query = useMemo(() => ({
    ...(show === "leaks" ? { leaks: true } : {}),
    ...(show === "exact" || show === "near" ? { kind: show } : {}),
    ...(show === "dismissed" ? { dismissed: true } : {}),
  }), [show]);
  const groups = usePage<DuplicateGroup>(path, { query, limit: 30 });
  const job = state.data?.job_id ?? null;
  if (wait !== (job !== null)) setWait(job !== null);
  const again = () => {
    void state.refresh();
    groups.refresh();
  };
  const { feed } = useJobFeed(job, job !== null, again);
  const find = useMutation(() => api.post<DuplicatesJob>(path, {}), {
    // A search may have ended before anybody asks how far it is: then its groups are there.
    done: () => void state.refresh().then(groups.refresh),
  });
  const [chosen, setChosen] = useState<ReadonlyMap<Id, Id>>(new Map());
  const [focus, setFocus] = useState<{ group: Id; index: number } | null>(null);
  const [givesTags, setGivesTags] = useState(true);
  const [all, setAll] = useState(false);
  const [busy, setBusy] = useState(false);
  const mayFind = atLeast(role, "annotator");
  const mayDismiss = atLeast(role, "reviewer");
  const mayResolve = atLeast(role, "manager");
  const here = groups.items.find((group) => group.id === focus?.group);
  const image = here?.images[Math.min(focus?.index ?? 0, here.images.length - 1)];

  const keep = (group: Id, id: Id) => setChosen((old) => new Map(old).set(group, id));
  /** The row that comes after one that goes. */
  const follow = (group: DuplicateGroup) => {
    const at = groups.items.findIndex((one) => one.id === group.id);
    const next = groups.items[at + 1] ?? groups.items[at - 1];
    setFocus(next ? { group: next.id, index: 0 } : null);
  };
  const settle = async (group: DuplicateGroup) => {
    if (busy) return;
    setBusy(true);
    const keeper = keeperOf(group, chosen);
    if (await resolve(projectId, { groups: [{ group_id: group.id, keeper_id: keeper }], give_tags: givesTags })) {
      follow(group);
    }
    setBusy(false);
  };
  const leave = (group: DuplicateGroup) => {
    follow(group);
    void dismiss(projectId, group.id, !group.is_dismissed);
  };
  useKeys({
    "duplicates.keep": () => here && image && mayResolve ? keep(here.id, image.image_id) : false,
    "duplicates.resolve": () => here && mayResolve && !here.is_dismissed ? void settle(here) : false,
    "duplicates.dismiss": () => here && mayDismiss ? leave(here) : false,
    "duplicates.open": () => {
      if (!image) return false;
      navigate(buildPath("/projects/:id/images/:imageId", { id: projectId, imageId: image.image_id }));
    },
    "duplicates.undo": () => undoLatest(projectId) ? undefined : false,
  }, { enabled: !all });

  if (state.error && !state.data) return <ErrorState error={state.error} onRetry={state.refresh} />;
  if (groups.error && groups.items.length === 0) return <ErrorState error={groups.error} onRetry={groups.refresh} />;
  const data = state.data;
  if (!data || groups.loading) {
    return (
      <div className="duplicates-body">
        <SkeletonCards count={4} height={176} />
      </div>
    );
  }
  const findButton = mayFind && (
    <Button
      icon="search"
      kind={data.found_at === null ? "primary" : undefined}
      busy={find.busy}
      disabled={job !== null}
      onClick={() => void find.run()}
    >
      {data.found_at === null ? "Find duplicates" : "Find again"}
    </Button>
  );
  const kind = show === "exact" || show === "near" ? show : null;
  return (
    <div className="duplicates">
      <h2 className="sr-only">Duplicates</h2>
      {(data.found_at !== null || job !== null) && (
        <div className="duplicates-bar" role="toolbar" aria-label="Duplicates">
          <Select
            aria-label="Which groups"
            className="select-auto"
            value={show}
            onChange={(event) =>
              setAsked(event.target.value)}
            options={shows}
          />
          <span className="num muted" role="status">
            {plural(data.copy_count, "copy", "copies")} in {plural(data.group_count, "group")}
            {data.leak_count > 0 && (
              <>
                {" · "}
                <strong className="duplicates-leaks">{plural(data.leak_count, "leak")}</strong>
              </>
            )}
          </span>
          <span className="grow" />
          {mayResolve && (
            <Checkbox
              label="Keep the copies’ tags"
              checked={givesTags}
              onChange={(event) => setGivesTags(event.target.checked)}
            />
          )}
          {mayResolve && kind && groups.items.length > 0 && (
            <Button
              icon="trash"
              onClick={() => setAll(true)}
            >
              Resolve all…
            </Button>
          )}
          {findButton}
        </div>
      )}
      {job !== null && (
        <div className="duplicates-status stack">
          <Progress value={feed.progress} label="Looking for duplicates" />
          <span className="small muted">
            Looking for duplicates. <Link to={`/jobs/${job}`}>Follow the job</Link>
          </span>
        </div>
      )}
      {find.error && <p className="duplicates-status bad" role="alert">{find.error.message}</p>}
      {job === null && data.found_at !== null && (data.new_count > 0 || data.failed_count > 0) && (
        <p className="duplicates-status small muted">
          {data.new_count > 0 && `${plural(data.new_count, "image")} came since the last search. `}
          {data.failed_count > 0 && `${plural(data.failed_count, "image")} could not be read.`}
        </p>
      )}
      {groups.items.length === 0 && job === null && (
        data.found_at === null
          ? (
            <Empty icon="curate" title="Not looked for yet" action={findButton}>
              Finds images that are the same, and copies that were resized, recompressed, cropped, turned or brightened.
              Nothing is changed by looking.
            </Empty>
          )
          : (
            <Empty icon="check" title={show === "" ? "No duplicates" : "Nothing here"}>
              {show === "" ? `All ${plural(data.image_count, "image")} are different.` : "No group is of this kind."}
            </Empty>
          )
      )}
      <div className="duplicates-body">
        {groups.items.map((group) => (
          <DuplicateRow
            key={group.id}
            group={group}
            keeper={keeperOf(group, chosen)}
            focus={focus?.group === group.id ? focus.index : null}
            busy={busy}
            onFocus={(index) => setFocus({ group: group.id, index })}
            onKeep={mayResolve ? (id) => keep(group.id, id) : undefined}
            onResolve={mayResolve ? () => void settle(group) : undefined}
            onDismiss={mayDismiss ? () => leave(group) : undefined}
          />
        ))}
        <MoreOnScroll when={groups.hasMore && !groups.loadingMore} more={groups.loadMore} />
      </div>
      {all && kind && (
        <ConfirmDialog
          title={kind === "exact"
            ? "Resolve every group of the same pixels?"
            : "Resolve every group of near duplicates?"}
          action="Move the copies to the bin"
          busy={busy}
          onConfirm={() => {
            setBusy(true);
            void resolve(projectId, { kind, give_tags: givesTags }).then(() => {
              setBusy(false);
              setAll(false);
            });
          }}
          onClose={() => setAll(false)}
        >
          The suggested image of each group stays; its copies go to the bin, from which they can be restored.
        </ConfirmDialog>
      )}
    </div>
  );
}

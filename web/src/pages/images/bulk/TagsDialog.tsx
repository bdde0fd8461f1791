import { type FormEvent, useState } from "react";
import type { Id, Tag } from "../../../api/types.ts";
import { api } from "../../../api/client.ts";
import { useMutation } from "../../../api/hooks.ts";
import { useAll } from "../../../api/useAll.ts";
import { plural } from "../../../lib/format.ts";
import { Button, ConfirmDialog, Dialog, IconButton, Loaded, Menu, Notice, Skeleton } from "../../../ui/index.ts";

/** The tags of a project: made, renamed, coloured, merged, deleted, with how many images have each. */
export function TagsDialog({ projectId, onClose }: { projectId: Id; onClose: () => void }) {
  const path = `/api/projects/${projectId}/tags`;
  const tags = useAll<Tag>(path);
  const [name, setName] = useState("");
  const [removing, setRemoving] = useState<Tag | null>(null);
  const invalidates = [path, "/api/images/"];
  const creating = useMutation((text: string) => api.post<Tag>(path, { name: text }), {
    invalidates,
    done: () => setName(""),
  });
  const changing = useMutation(
    (tag: Tag, patch: { name?: string; color?: string }) => api.patch<Tag>(`/api/tags/${tag.id}`, patch),
    { invalidates },
  );
  const merging = useMutation(
    (tag: Tag, into: Tag) => api.post<Tag>(`/api/tags/${tag.id}/merge`, { into_tag_id: into.id }),
    { invalidates },
  );
  const deleting = useMutation((tag: Tag) => api.delete(`/api/tags/${tag.id}`), {
    invalidates,
    done: () => setRemoving(null),
  });
  const error = creating.error ?? changing.error ?? merging.error;
  const create = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) void creating.run(name.trim());
  };
  return (
    <Dialog title="Tags" onClose={onClose} footer={<Button kind="primary" onClick={onClose}>Done</Button>}>
      <form className="row" onSubmit={create}>
        <input
          className="input"
          aria-label="New tag"
          placeholder="New tag"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" icon="plus" disabled={!name.trim()} busy={creating.busy}>Add</Button>
      </form>
      {error && <Notice kind="bad">{error.message}</Notice>}
      <Loaded query={tags} skeleton={<Skeleton lines={[70, 60, 80]} />}>
        {(all) =>
          all.length === 0
            ? <p className="muted">No tags yet. Tags mark images, whatever is on them.</p>
            : (
              <ul className="tag-rows">
                {all.map((tag) => (
                  <TagRow
                    key={tag.id}
                    tag={tag}
                    others={all.filter((one) => one.id !== tag.id)}
                    onChange={(patch) => changing.run(tag, patch)}
                    onMerge={(into) => void merging.run(tag, into)}
                    onRemove={() => setRemoving(tag)}
                  />
                ))}
              </ul>
            )}
      </Loaded>
      {removing && (
        <ConfirmDialog
          title={`Delete ${removing.name}?`}
          action="Delete"
          busy={deleting.busy}
          error={deleting.error}
          onConfirm={() => void deleting.run(removing)}
          onClose={() => setRemoving(null)}
        >
          It is taken off {plural(removing.image_count, "image")}. The images stay.
        </ConfirmDialog>
      )}
    </Dialog>
  );
}

function TagRow(
  { tag, others, onChange, onMerge, onRemove }: {
    tag: Tag;
    others: readonly Tag[];
    onChange: (patch: { name?: string; color?: string }) => Promise<Tag | undefined>;
    onMerge: (into: Tag) => void;
    onRemove: () => void;
  },
) {
  const [name, setName] = useState(tag.name);
  const rename = async () => {
    const wanted = name.trim();
    if (wanted === tag.name) return setName(tag.name);
    if (!wanted || !await onChange({ name: wanted })) setName(tag.name);
  };
  return (
    <li className="tag-row">
      <input
        type="color"
        aria-label={`Colour of ${tag.name}`}
        defaultValue={tag.color}
        onBlur={(event) => event.target.value !== tag.color && void onChange({ color: event.target.value })}
      />
      <input
        className="input"
        aria-label={`Name of ${tag.name}`}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onBlur={() => void rename()}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
      <span className="num muted tag-uses">{plural(tag.image_count, "image")}</span>
      <Menu
        label={`Merge ${tag.name} into`}
        size="s"
        icon="link"
        kind="ghost"
        disabled={others.length === 0}
        items={others.map((one) => ({ label: `Merge into ${one.name}`, run: () => onMerge(one) }))}
      />
      <IconButton label={`Delete ${tag.name}`} icon="trash" size="s" onClick={onRemove} />
    </li>
  );
}

import { type KeyboardEvent, useMemo, useState } from "react";
import { useQuery } from "../api/hooks.ts";
import type { Image, Label, Model, Page, Project } from "../api/types.ts";
import { Dialog, Icon, type IconName } from "../ui/index.ts";
import { useKeys } from "./keyboard.ts";
import { navigate, useLocation } from "./router.ts";

interface Hit {
  id: string;
  icon: IconName;
  text: string;
  note: string;
  to: string;
}

const commands: readonly Hit[] = [
  { id: "c.home", icon: "dashboard", text: "Dashboard", note: "go", to: "/" },
  { id: "c.projects", icon: "projects", text: "Projects", note: "go", to: "/projects" },
  { id: "c.new", icon: "plus", text: "New project", note: "command", to: "/projects?create=1" },
  { id: "c.models", icon: "models", text: "Models", note: "go", to: "/models" },
  { id: "c.upload", icon: "upload", text: "Upload a model", note: "command", to: "/models?upload=1" },
  { id: "c.jobs", icon: "jobs", text: "Jobs", note: "go", to: "/jobs" },
  { id: "c.keys", icon: "key", text: "API keys", note: "go", to: "/account?tab=keys" },
  { id: "c.account", icon: "account", text: "Account", note: "go", to: "/account" },
];

/** One place to find anything (/ or Ctrl+K): commands, projects, models, and inside a project its labels and images. */
export function Search() {
  const [open, setOpen] = useState(false);
  useKeys({ search: () => setOpen(true) });
  return open ? <Palette onClose={() => setOpen(false)} /> : null;
}

function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const { path } = useLocation();
  const projectId = /^\/projects\/([^/]+)/.exec(path)?.[1] ?? null;
  const wanted = text.trim().toLowerCase();
  const projects = useQuery<Page<Project>>("/api/projects", { query: { limit: 1000 }, freshMs: 30_000 });
  const models = useQuery<Page<Model>>("/api/models", { query: { limit: 1000 }, freshMs: 30_000 });
  const labels = useQuery<Page<Label>>(projectId && `/api/projects/${projectId}/labels`, {
    query: { limit: 1000 },
    freshMs: 30_000,
  });
  const images = useQuery<Page<Image>>(projectId && wanted.length > 1 ? `/api/projects/${projectId}/images` : null, {
    query: { text: text.trim(), limit: 8 },
  });
  const hits = useMemo(() => {
    const all: Hit[] = [
      ...projectId
        ? (["images", "curate", "datasets", "training", "members", "settings"] as const).map((one): Hit => ({
          id: `p.${one}`,
          icon: one,
          text: one[0]!.toUpperCase() + one.slice(1),
          note: "in this project",
          to: `/projects/${projectId}/${one}`,
        }))
        : [],
      ...commands,
      ...(labels.data?.items ?? []).map((one): Hit => ({
        id: one.id,
        icon: "tag",
        text: one.name,
        note: "images with this label",
        to: `/projects/${projectId}/images?label_id=${one.id}`,
      })),
      ...(projects.data?.items ?? []).map((one): Hit => ({
        id: one.id,
        icon: "projects",
        text: one.name,
        note: "project",
        to: `/projects/${one.id}`,
      })),
      ...(models.data?.items ?? []).map((one): Hit => ({
        id: one.id,
        icon: "models",
        text: one.name,
        note: "model",
        to: `/models/${one.id}`,
      })),
    ];
    const found = all.filter((hit) => wanted === "" || hit.text.toLowerCase().includes(wanted));
    const pictures = wanted.length > 1
      ? (images.data?.items ?? []).map((one): Hit => ({
        id: one.id,
        icon: "images",
        text: one.filename,
        note: "image",
        to: `/projects/${projectId}/images/${one.id}`,
      }))
      : [];
    return [...found.sort((a, b) => rank(a, wanted) - rank(b, wanted)).slice(0, 40), ...pictures];
  }, [wanted, projectId, projects.data, models.data, labels.data, images.data]);
  const chosen = Math.min(at, hits.length - 1);
  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    navigate(hit.to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(hits.length - 1, chosen + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, chosen - 1));
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Search" onClose={onClose} onSubmit={() => go(hits[chosen])}>
      <input
        className="input"
        role="combobox"
        aria-expanded="true"
        aria-controls="search-hits"
        aria-activedescendant={hits[chosen] && `hit-${hits[chosen].id}`}
        aria-label="Search labels, commands, images"
        placeholder="Search"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        autoComplete="off"
      />
      <ul id="search-hits" role="listbox" aria-label="Results" className="hits">
        {hits.map((hit, i) => (
          <li
            key={hit.id}
            id={`hit-${hit.id}`}
            role="option"
            aria-selected={i === chosen}
            onClick={() => go(hit)}
            onPointerMove={() => setAt(i)}
            ref={i === chosen ? (row) => row?.scrollIntoView({ block: "nearest" }) : undefined}
          >
            <Icon name={hit.icon} />
            <span className="grow truncate">{hit.text}</span>
            <span className="small muted">{hit.note}</span>
          </li>
        ))}
      </ul>
      {hits.length === 0 && <p className="muted">Nothing is called that.</p>}
    </Dialog>
  );
}

/** Names that begin with the text come before names that hold it. */
function rank(hit: Hit, wanted: string): number {
  return wanted !== "" && hit.text.toLowerCase().startsWith(wanted) ? 0 : 1;
}

import { Menu, type MenuItem, toast } from "../../../ui/index.ts";
import { styleOf } from "../../../canvas/paint/colour.ts";
import { ago } from "../../../lib/format.ts";
import type { Person } from "./frames.ts";
import { useLive, useLiveSnapshot } from "./context.ts";

const shown = 4;

/** Who else looks at this image now: initials with names, each person once however many windows they have. */
export function People() {
  const live = useLive();
  const people = useLiveSnapshot((s) => s.people);
  const own = useLiveSnapshot((s) => s.own);
  const state = useLiveSnapshot((s) => s.state);
  const me = people.find((one) => one.connection_id === own);
  const others = peopleOf(people, me?.user_id);
  const mine = people.filter((one) => one.user_id === me?.user_id).length - 1;
  if (state === "lost") {
    return (
      <span
        className="people-lost muted small"
        role="status"
        data-tip="Others' changes are shown again when the connection is back. Yours are saved as always."
      >
        Not live
      </span>
    );
  }
  if (others.length === 0 && mine < 1) return null;
  const goTo = (one: Person) => {
    const cursor = live.snapshot.cursors.get(one.connection_id);
    if (cursor?.point) live.look(cursor.point);
    else toast(`${one.username} points at nothing now.`);
  };
  const items: MenuItem[] = [
    ...others.map((one): MenuItem => ({
      label: one.username,
      hint: `here since ${ago(one.since)}`,
      icon: "account",
      run: () => goTo(one),
    })),
    ...(mine > 0
      ? [{
        label: mine === 1 ? "You, in another window" : `You, in ${mine} other windows`,
        icon: "account",
        disabled: true,
        run: () => {},
      } as MenuItem]
      : []),
    "-",
    {
      label: "Show where everyone points",
      checked: live.pointing,
      run: () => void (live.pointing = !live.pointing),
    },
  ];
  return (
    <Menu
      items={items}
      label="Who is here"
      kind="ghost"
      size="s"
      aria-label={`Here too: ${
        [...others.map((one) => one.username), ...(mine > 0 ? ["you, in another window"] : [])].join(", ")
      }`}
    >
      <span className="people" aria-hidden="true">
        {others.slice(0, shown).map((one) => <Avatar key={one.user_id} person={one} />)}
        {others.length > shown && <span className="avatar avatar-more">+{others.length - shown}</span>}
        {others.length === 0 && me && <Avatar person={me} />}
      </span>
    </Menu>
  );
}

/** Each person once, but for oneself; first come first. */
export function peopleOf(people: readonly Person[], me: string | undefined): Person[] {
  const seen = new Map<string, Person>();
  for (const one of people) if (one.user_id !== me && !seen.has(one.user_id)) seen.set(one.user_id, one);
  return [...seen.values()];
}

function Avatar({ person }: { person: Person }) {
  return (
    <span
      className="avatar"
      style={{ background: person.color, color: styleOf(person.color).text }}
      data-person={person.username}
      data-tip={person.username}
    >
      {initials(person.username)}
    </span>
  );
}

/** "ana.b" -> "AB", "ada" -> "AD" */
export function initials(name: string): string {
  const parts = name.split(/[._-]+/).filter(Boolean);
  const text = parts.length > 1 ? parts[0]![0]! + parts[1]![0]! : name.slice(0, 2);
  return text.toUpperCase();
}

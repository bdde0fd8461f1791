import { asApiError } from "../api/error.ts";
import { Menu, type MenuItem, toast } from "../ui/index.ts";
import { navigate } from "./router.ts";
import { signOut, useMe, useSession } from "./session.ts";
import { setTheme, type ThemeChoice, useTheme } from "./theme.ts";

const themes: readonly [ThemeChoice, string][] = [["system", "Theme of the system"], ["light", "Light"], [
  "dark",
  "Dark",
]];

/** The person at the foot of the rail: account, theme, keys, sign out. */
export function UserMenu({ narrow }: { narrow: boolean }) {
  const me = useMe();
  const { reload } = useSession();
  const { choice } = useTheme();
  const leave = async () => {
    try {
      await signOut();
      navigate("/sign-in", { force: true });
      await reload();
    } catch (error) {
      toast({ kind: "bad", text: asApiError(error).message });
    }
  };
  const items: MenuItem[] = [
    { label: "Account", icon: "account", run: () => void navigate("/account") },
    {
      label: "Keys",
      icon: "keyboard",
      keys: "help",
      run: () => dispatchEvent(new KeyboardEvent("keydown", { key: "?", cancelable: true })),
    },
    { label: "API documentation", icon: "external", run: () => void open("/docs", "_blank", "noopener") },
    "-",
    ...themes.map(([id, label]): MenuItem => ({ label, checked: id === choice, run: () => setTheme(id) })),
    "-",
    { label: "Sign out", icon: "logout", run: () => void leave() },
  ];
  return (
    <div className="rail-user">
      <Menu
        items={items}
        kind="ghost"
        label={`Account of ${me.username}`}
        aria-label={`Account of ${me.username}`}
        tip={narrow ? me.username : undefined}
      >
        <span className="avatar" aria-hidden="true">{me.username.slice(0, 2)}</span>
        <span className="rail-name truncate">{me.username}</span>
      </Menu>
    </div>
  );
}

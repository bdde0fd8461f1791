import { useQueryParam, useTitle } from "../../app/router.ts";
import { PageBody, PageHeader, type Tab, Tabs } from "../../ui/index.ts";
import { KeysPanel } from "./KeysPanel.tsx";
import { ProfilePanel } from "./ProfilePanel.tsx";
import { SessionsPanel } from "./SessionsPanel.tsx";
import { ShortcutsPanel } from "./ShortcutsPanel.tsx";

type Part = "profile" | "keys" | "sessions" | "shortcuts";
const tabs: readonly Tab<Part>[] = [
  { id: "profile", label: "Profile" },
  { id: "keys", label: "API keys" },
  { id: "sessions", label: "Sessions" },
  { id: "shortcuts", label: "Keyboard" },
];

export default function AccountPage() {
  useTitle("Account");
  const [asked, setPart] = useQueryParam("tab", "profile");
  const part = tabs.find((tab) => tab.id === asked)?.id ?? "profile";
  return (
    <PageBody>
      <PageHeader title="Account" />
      <Tabs label="Account" tabs={tabs} value={part} onChange={(id) => setPart(id, true)}>
        {part === "profile" && <ProfilePanel />}
        {part === "keys" && <KeysPanel />}
        {part === "sessions" && <SessionsPanel />}
        {part === "shortcuts" && <ShortcutsPanel />}
      </Tabs>
    </PageBody>
  );
}

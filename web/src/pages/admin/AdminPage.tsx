import { useQueryParam, useTitle } from "../../app/router.ts";
import { PageBody, PageHeader, type Tab, Tabs } from "../../ui/index.ts";
import { HealthPanel } from "./HealthPanel.tsx";
import { InvitationsPanel } from "./InvitationsPanel.tsx";
import { UsersPanel } from "./UsersPanel.tsx";

type Part = "users" | "invitations" | "system";
const tabs: readonly Tab<Part>[] = [{ id: "users", label: "Users" }, { id: "invitations", label: "Invitations" }, {
  id: "system",
  label: "System",
}];

export default function AdminPage() {
  useTitle("Administration");
  const [asked, setPart] = useQueryParam("tab", "users");
  const part = tabs.find((tab) => tab.id === asked)?.id ?? "users";
  return (
    <PageBody>
      <PageHeader title="Administration" />
      <Tabs label="Administration" tabs={tabs} value={part} onChange={(id) => setPart(id, true)}>
        {part === "users" && <UsersPanel />}
        {part === "invitations" && <InvitationsPanel />}
        {part === "system" && <HealthPanel />}
      </Tabs>
    </PageBody>
  );
}

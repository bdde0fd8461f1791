import { atLeast, useProject } from "../../app/project.ts";
import { useQueryParam, useTitle } from "../../app/router.ts";
import { Loaded, Notice, PageBody, PageHeader, type Tab, Tabs } from "../../ui/index.ts";
import { ExportPanel } from "./ExportPanel.tsx";
import { GeneralPanel } from "./GeneralPanel.tsx";
import { ImportPanel } from "./ImportPanel.tsx";
import { SequencesCard } from "./SequencesCard.tsx";
import { LabelsPanel } from "./LabelsPanel.tsx";

type Part = "general" | "labels" | "import" | "export";

export default function SettingsPage() {
  const project = useProject();
  useTitle("Settings", project.data?.name);
  const [asked, setPart] = useQueryParam("tab", "general");
  const tabs: readonly Tab<Part>[] = [
    { id: "general", label: "General" },
    { id: "labels", label: "Labels", count: project.data?.label_count },
    { id: "import", label: "Import" },
    { id: "export", label: "Export" },
  ];
  const part = tabs.find((tab) => tab.id === asked)?.id ?? "general";
  return (
    <PageBody>
      <PageHeader title="Settings" />
      <Loaded query={project}>
        {(data) => {
          const manages = atLeast(data.role, "manager");
          return (
            <Tabs label="Settings" tabs={tabs} value={part} onChange={(id) => setPart(id, true)}>
              {!manages && part !== "export" && (
                <Notice>Only managers and owners change this. Your role is {data.role}.</Notice>
              )}
              {part === "general" && <GeneralPanel project={data} />}
              {part === "labels" && <LabelsPanel projectId={data.id} may={manages} />}
              {part === "import" && manages && (
                <div className="stack-wide">
                  <ImportPanel projectId={data.id} />
                  <SequencesCard projectId={data.id} />
                </div>
              )}
              {part === "export" && <ExportPanel id={data.id} of={data.name} />}
            </Tabs>
          );
        }}
      </Loaded>
    </PageBody>
  );
}

import { Button, Icon } from "../../../ui/index.ts";
import { saveWords } from "../saveWords.ts";
import { useSnapshot, useWorkspace } from "../workspace/context.ts";

export function SaveState() {
  const workspace = useWorkspace();
  const save = useSnapshot((s) => s.save);
  const kept = useSnapshot((s) => s.kept);
  const words = saveWords(save, kept);
  const act = () => save.is === "conflict" ? workspace.askConflicts() : void workspace.save();
  return (
    <div className="row save-state">
      <span className={`row truncate ${words.tone}`} role="status" data-tip={words.tip} data-save={save.is}>
        <Icon name={words.icon} size={12} />
        <span className="truncate">{words.text}</span>
      </span>
      {words.action && <Button size="s" kind="ghost" onClick={act}>{words.action}</Button>}
    </div>
  );
}

import type { Id, Member, Role } from "../../api/types.ts";
import { useAll } from "../../api/useAll.ts";
import { atLeast } from "../../app/project.ts";
import { Checkbox, ErrorState, Skeleton } from "../../ui/index.ts";
import { roleText } from "../members/AddMember.tsx";

/** Members who may do the work, to be ticked. */
export function PeoplePicker(
  { projectId, least, chosen, onChange, error }: {
    projectId: Id;
    least: Role;
    chosen: ReadonlySet<Id>;
    onChange: (chosen: ReadonlySet<Id>) => void;
    error?: string | null;
  },
) {
  const members = useAll<Member>(`/api/projects/${projectId}/members`);
  if (members.error && !members.data) {
    return <ErrorState error={members.error} onRetry={() => void members.refresh()} />;
  }
  if (!members.data) return <Skeleton lines={[50, 60]} />;
  const able = members.data.filter((member) => atLeast(member.role, least));
  const toggle = (id: Id) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  };
  return (
    <fieldset className="people">
      <legend className="field-label">People</legend>
      {able.length === 0 && <p className="muted">Nobody here may do this: it takes the role {roleText[least].name}.</p>}
      <div className="people-list">
        {able.map((member) => (
          <Checkbox
            key={member.user_id}
            label={
              <>
                {member.username} <span className="muted">{roleText[member.role].name}</span>
              </>
            }
            checked={chosen.has(member.user_id)}
            onChange={() => toggle(member.user_id)}
          />
        ))}
      </div>
      {error && <p className="field-error" role="alert">{error}</p>}
    </fieldset>
  );
}

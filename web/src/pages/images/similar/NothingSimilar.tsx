import type { EmbeddingState, Id } from "../../../api/types.ts";
import { useQuery } from "../../../api/hooks.ts";
import { setQuery } from "../../../app/router.ts";
import { Button, Empty } from "../../../ui/index.ts";
import { type Asked, searchOfAsked } from "./asked.ts";
import { pictureOf } from "./search.ts";

/** Why nothing was found by likeness. */
export function NothingSimilar({ projectId, asked }: { projectId: Id; asked: Asked }) {
  const state = useQuery<EmbeddingState>(`/api/projects/${projectId}/embedding`);
  const gone = asked.kind === "picture" && !pictureOf(asked.key);
  return (
    <Empty
      icon="similar"
      title={gone ? "The picture is no longer here" : "Nothing to compare with"}
      action={<Button icon="arrowLeft" onClick={() => setQuery(searchOfAsked(null), true)}>All images</Button>}
    >
      {gone
        ? "A picture that was looked for stays only as long as the page. Choose it again."
        : state.data && state.data.embedded_count === 0
        ? "No image of this project is described yet. Curate, Embeddings, shows how far it is."
        : "No other image of this project has been described."}
    </Empty>
  );
}

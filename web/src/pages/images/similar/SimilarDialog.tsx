import { useState } from "react";
import type { EmbeddingState, Id } from "../../../api/types.ts";
import { useQuery } from "../../../api/hooks.ts";
import { setQuery } from "../../../app/router.ts";
import { Button, Dialog, FileDrop, Loaded, Notice, TextField } from "../../../ui/index.ts";
import { searchOfAsked } from "./asked.ts";
import { ChooseModel } from "./ChooseModel.tsx";
import { keepPicture } from "./search.ts";

/** Asks for a picture, or for words where the project's model knows them, and shows what is like it. */
export function SimilarDialog({ projectId, onClose }: { projectId: Id; onClose: () => void }) {
  const state = useQuery<EmbeddingState>(`/api/projects/${projectId}/embedding`);
  const [text, setText] = useState("");
  const words = text.trim();
  const knowsWords = state.data?.model?.searches_text === true;
  const search = () => {
    if (words === "" || !knowsWords) return;
    setQuery(searchOfAsked({ kind: "text", text: words }), true);
    onClose();
  };
  const take = (files: File[]) => {
    setQuery(searchOfAsked({ kind: "picture", key: keepPicture(files[0]!) }), true);
    onClose();
  };
  return (
    <Dialog
      title="Find similar images"
      onClose={onClose}
      onSubmit={search}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {knowsWords && <Button kind="primary" type="submit" disabled={words === ""}>Search</Button>}
        </>
      }
    >
      <Loaded query={state}>
        {(data) =>
          data.model === null ? <ChooseModel projectId={projectId} /> : (
            <div className="stack-wide">
              {knowsWords && (
                <TextField
                  label="By words"
                  placeholder="a red car in the rain"
                  maxLength={1000}
                  value={text}
                  onChange={(event) => setText(event.target.value)}
                />
              )}
              <div className="stack">
                <span className="field-label">By a picture</span>
                <FileDrop
                  label="Drop a picture or choose one"
                  hint="It is compared, not kept."
                  accept="image/jpeg,image/png,image/webp,image/tiff,image/bmp"
                  onFiles={take}
                />
              </div>
              {!knowsWords && (
                <Notice kind="info" title="Words find nothing with this model">
                  {data.model.name} describes pictures only. A CLIP model with its text tower also finds them by words.
                </Notice>
              )}
              {data.embedded_count < data.image_count && (
                <p className="muted small num">
                  {data.embedded_count} of {data.image_count} images are described so far; the others cannot be found.
                </p>
              )}
            </div>
          )}
      </Loaded>
    </Dialog>
  );
}

import type { EmbeddableDetector, Embedder, Id } from "../../../api/types.ts";
import { Button } from "../../../ui/index.ts";

const kinds: { [kind in Embedder["kind"]]: string } = {
  descriptor: "Built in. Finds what looks alike, not what means the same; needs no model.",
  model: "A model that the operator added.",
  backbone: "The features of this project's own detector, before it makes boxes of them.",
};

/** What may describe the images. Changing it keeps what another has described. */
export function ModelChoice(
  { models, detectors, current, chosen, disabled, busy, onChoose, onStart }: {
    models: readonly Embedder[];
    detectors: readonly EmbeddableDetector[];
    current: Id | null;
    chosen: Id;
    disabled: boolean;
    busy: boolean;
    onChoose: (id: Id) => void;
    onStart: (id: Id) => void;
  },
) {
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onStart(chosen);
      }}
    >
      <fieldset className="embedder-list" disabled={disabled}>
        <legend>{current ? "Model" : "Choose a model"}</legend>
        {models.map((model) => (
          <label key={model.id} className="embedder">
            <input
              type="radio"
              name="embedder"
              checked={model.id === chosen}
              onChange={() => onChoose(model.id)}
            />
            <span className="stack-tight grow">
              <strong>{model.name}</strong>
              <span className="muted small">
                {kinds[model.kind]}
                {model.searches_text && " Finds images by words."}
                {model.licence && ` Licence: ${model.licence}.`}
              </span>
            </span>
            <span className="num muted small">{model.dimension} numbers</span>
          </label>
        ))}
        {detectors.map((detector) => (
          <label key={detector.version_id} className="embedder">
            <input
              type="radio"
              name="embedder"
              checked={detector.version_id === chosen}
              onChange={() => onChoose(detector.version_id)}
            />
            <span className="stack-tight grow">
              <strong>Features of {detector.name}</strong>
              <span className="muted small">{kinds.backbone}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {disabled
        ? <p className="muted small">A manager of the project chooses the model.</p>
        : chosen !== current && (
          <div className="row">
            <Button kind="primary" type="submit" icon="play" busy={busy}>
              {current ? "Change to this model" : "Describe the images"}
            </Button>
          </div>
        )}
      <p className="muted small">
        More models come with <code>fovea models fetch</code> and{" "}
        <code>fovea models add</code>, on the machine that runs Fovea.
      </p>
    </form>
  );
}

import type { Dataset, TrainingOptions } from "../../api/types.ts";
import { compact, count } from "../../lib/format.ts";
import { NumberField, SelectField, TextField } from "../../ui/index.ts";
import { bounds, type RunForm } from "./runForm.ts";

interface Props {
  form: RunForm;
  options: TrainingOptions;
  datasets: readonly Dataset[];
  say: (field: keyof RunForm) => string | undefined;
  onChange: (form: RunForm) => void;
}

/** Every setting of a run with its bounds; errors stand beside the field concerned. */
export function RunFields({ form, options, datasets, say, onChange }: Props) {
  const set = (field: keyof RunForm) => (event: { target: { value: string } }) =>
    onChange({ ...form, [field]: event.target.value });
  const range = (field: "epochs" | "batch_size" | "patience") =>
    `${count(bounds[field].min)} to ${count(bounds[field].max)}`;
  const models = options.base_models.map((model) => ({
    value: model.name,
    label: `${model.name} · ${compact(model.parameters)} parameters`,
  }));
  return (
    <>
      <SelectField
        label="Dataset version"
        value={form.dataset_id}
        error={say("dataset_id")}
        onChange={set("dataset_id")}
        options={datasets.map((one) => ({
          value: one.id,
          label: `${one.name} · ${count(one.by_split.train)} train, ${count(one.by_split.val)} val`,
        }))}
      />
      <TextField
        label="Name"
        value={form.name}
        error={say("name")}
        placeholder="The project and the base model"
        hint="Names the model too: training again under a name adds a version to it."
        onChange={set("name")}
      />
      <div className="form-row">
        <SelectField
          label="Base model"
          value={form.base_model}
          error={say("base_model")}
          options={models}
          onChange={set("base_model")}
          hint="Larger ones see more and take longer."
        />
        <SelectField
          label="Device"
          value={form.device}
          error={say("device")}
          options={options.devices.map((device) => ({ value: device, label: device }))}
          onChange={set("device")}
        />
      </div>
      <div className="form-row">
        <NumberField
          label="Epochs"
          value={form.epochs}
          error={say("epochs")}
          hint={range("epochs")}
          onChange={set("epochs")}
        />
        <NumberField
          label="Image size"
          unit="px"
          value={form.img_size}
          error={say("img_size")}
          hint="A multiple of 32"
          onChange={set("img_size")}
        />
        <NumberField
          label="Batch size"
          value={form.batch_size}
          error={say("batch_size")}
          placeholder="automatic"
          hint={`${range("batch_size")}; empty: chosen for you`}
          onChange={set("batch_size")}
        />
      </div>
      <div className="form-row">
        <NumberField
          label="Learning rate"
          value={form.learning_rate}
          error={say("learning_rate")}
          placeholder="automatic"
          hint="Up to 1; empty: chosen for you"
          onChange={set("learning_rate")}
        />
        <NumberField
          label="Patience"
          value={form.patience}
          error={say("patience")}
          hint="Epochs without gain before it stops; 0: never"
          onChange={set("patience")}
        />
        <NumberField
          label="Seed"
          value={form.seed}
          error={say("seed")}
          hint="Same seed, same run"
          onChange={set("seed")}
        />
      </div>
    </>
  );
}

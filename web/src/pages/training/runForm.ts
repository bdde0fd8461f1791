// The fields of a new run, their bounds, and what is wrong with what was typed.
// The same bounds as the trainer's own (docs/trainer-protocol.md).
import type { TrainingBody, TrainingOptions } from "../../api/types.ts";

export interface RunForm {
  dataset_id: string;
  name: string;
  base_model: string;
  epochs: string;
  batch_size: string;
  img_size: string;
  learning_rate: string;
  patience: string;
  seed: string;
  device: string;
}

export const newRun: RunForm = {
  dataset_id: "",
  name: "",
  base_model: "yolov8n",
  epochs: "40",
  batch_size: "8",
  img_size: "320",
  learning_rate: "",
  patience: "0",
  seed: "0",
  device: "auto",
};

interface Bound {
  min: number;
  max: number;
  step?: number;
  whole: boolean;
  optional?: boolean;
}

export const bounds = {
  epochs: { min: 1, max: 10_000, whole: true },
  batch_size: { min: 1, max: 1024, whole: true, optional: true },
  img_size: { min: 64, max: 4096, step: 32, whole: true },
  learning_rate: { min: 0.000001, max: 1, whole: false, optional: true },
  patience: { min: 0, max: 10_000, whole: true },
  seed: { min: 0, max: 2_147_483_647, whole: true },
} satisfies { [field: string]: Bound };

/** What is wrong with a number as typed, or undefined. */
export function numberProblem(text: string, bound: Bound): string | undefined {
  if (text.trim() === "") return bound.optional ? undefined : "is needed";
  const value = Number(text);
  if (!Number.isFinite(value)) return "is not a number";
  if (bound.whole && !Number.isInteger(value)) return "must be a whole number";
  if (value < bound.min || value > bound.max) return `must be from ${bound.min} to ${bound.max}`;
  if (bound.step && value % bound.step !== 0) return `must be a multiple of ${bound.step}`;
  return undefined;
}

export function runProblems(form: RunForm): { [field: string]: string } {
  const found: { [field: string]: string } = {};
  if (!form.dataset_id) found.dataset_id = "is needed";
  for (const [field, bound] of Object.entries(bounds)) {
    const problem = numberProblem(form[field as keyof typeof bounds], bound);
    if (problem) found[field] = problem;
  }
  return found;
}

export function runBody(form: RunForm): TrainingBody {
  const body: TrainingBody = {
    dataset_id: form.dataset_id,
    base_model: form.base_model,
    epochs: Number(form.epochs),
    img_size: Number(form.img_size),
    patience: Number(form.patience),
    seed: Number(form.seed),
    device: form.device,
  };
  if (form.batch_size.trim() !== "") body.batch_size = Number(form.batch_size);
  if (form.learning_rate.trim() !== "") body.learning_rate = Number(form.learning_rate);
  if (form.name.trim() !== "") body.name = form.name.trim();
  return body;
}

/** The form with choices that the server offers. */
export function withOptions(form: RunForm, options: TrainingOptions): RunForm {
  const models = options.base_models.map((model) => model.name);
  return {
    ...form,
    base_model: models.includes(form.base_model) ? form.base_model : models[0] ?? form.base_model,
    device: options.devices.includes(form.device) ? form.device : options.devices[0] ?? form.device,
  };
}

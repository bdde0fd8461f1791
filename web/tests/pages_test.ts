// The pure parts of pages: forms, comparisons, texts.
import * as assert from "./assert.ts";
import type { EpochMetrics, TrainingRun } from "../src/api/types.ts";
import { classRows, metric, numbers } from "../src/pages/models/modelMetrics.ts";
import { placeChips } from "../src/pages/models/placeChips.ts";
import { withShare } from "../src/pages/datasets/changes.ts";
import { parseAttributes, writeAttributes } from "../src/pages/settings/labelText.ts";
import { comparison } from "../src/pages/training/comparison.ts";
import { bestEpoch, curves, mapOf, metricName } from "../src/pages/training/curves.ts";
import { newRun, runBody, runProblems, withOptions } from "../src/pages/training/runForm.ts";
import { labelColors, nextColor } from "../src/lib/labelColors.ts";

Deno.test("splits always add up to 100", () => {
  assert.deepEqual(withShare({ train: 70, val: 20, test: 10 }, "train", 40), { train: 40, val: 40, test: 20 });
  assert.deepEqual(withShare({ train: 100, val: 0, test: 0 }, "train", 51), { train: 51, val: 25, test: 24 });
  for (let percent = 0; percent <= 100; percent++) {
    const splits = withShare({ train: 33, val: 33, test: 34 }, "val", percent);
    assert.equal(splits.train + splits.val + splits.test, 100);
  }
});

Deno.test("attributes come back as they were typed", () => {
  const text = "occluded: boolean\nstage: select early, late";
  const attributes = parseAttributes(text);
  assert.ok(typeof attributes !== "string");
  assert.equal(writeAttributes(attributes), text);
  assert.match(parseAttributes("stage: selec") as string, /selec/);
  assert.match(parseAttributes("a: text\na: number") as string, /twice/);
});

Deno.test("a run's fields are bounded before they are sent", () => {
  const form = { ...newRun, dataset_id: "d", epochs: "0", img_size: "333", batch_size: "x", seed: "1.5" };
  assert.deepEqual(Object.keys(runProblems(form)).sort(), ["batch_size", "epochs", "img_size", "seed"]);
  assert.deepEqual(runProblems({ ...newRun, dataset_id: "d" }), {});
  assert.deepEqual(runProblems(newRun), { dataset_id: "is needed" });
});

Deno.test("an empty learning rate is left to the server", () => {
  assert.ok(!("learning_rate" in runBody({ ...newRun, dataset_id: "d" })));
  assert.equal(runBody({ ...newRun, dataset_id: "d", learning_rate: "0.001" }).learning_rate, 0.001);
});

Deno.test("a form follows what the server offers", () => {
  const options = {
    base_models: [{ name: "yolo11n", family: "yolo11", parameters: 1 }],
    devices: ["cuda:0"],
    trainer: { ready: true, reason: null },
  };
  const form = withOptions(newRun, options);
  assert.equal(form.base_model, "yolo11n");
  assert.equal(form.device, "cuda:0");
});

const epoch = (number: number, map: number): EpochMetrics => ({
  epoch: number,
  train: { "train/box_loss": 1 / number },
  val: {
    "metrics/mAP50-95(B)": map,
    "metrics/mAP50(B)": map + 0.2,
    "metrics/recall(B)": 0.5,
    "val/box_loss": 2 / number,
  },
  lr: 0.01,
  seconds: 1,
});

Deno.test("metric names are those of the field", () => {
  assert.deepEqual(["metrics/mAP50-95(B)", "map50", "map", "train/box_loss"].map(metricName), [
    "mAP50-95",
    "mAP50",
    "mAP50-95",
    "box loss",
  ]);
});

Deno.test("curves are grouped by what they measure", () => {
  const charts = curves([epoch(1, 0.1), epoch(2, 0.3)]);
  assert.deepEqual(charts.map((chart) => chart.title), [
    "Mean average precision",
    "Precision and recall",
    "Training loss",
    "Validation loss",
    "Learning rate",
  ]);
  assert.deepEqual(charts[2]!.series.map((one) => [one.name, one.values]), [["box loss", [1, 0.5]]]);
  assert.deepEqual(curves([]).map((chart) => chart.title), ["Mean average precision"]);
});

Deno.test("the best epoch is by mAP50-95", () => {
  const best = bestEpoch([epoch(1, 0.1), epoch(2, 0.4), epoch(3, 0.3)]);
  assert.equal(best?.epoch, 2);
  assert.equal(mapOf(best!, "map"), 0.4);
  assert.equal(bestEpoch([]), null);
});

Deno.test("runs of different lengths are compared over all epochs", () => {
  const run = (id: string) => ({ id, name: id }) as TrainingRun;
  const { x, charts } = comparison([{ run: run("a"), metrics: [epoch(1, 0.1), epoch(2, 0.2)] }, {
    run: run("b"),
    metrics: [epoch(1, 0.3)],
  }]);
  assert.deepEqual(x, [1, 2]);
  assert.equal(charts[0]!.title, "mAP50-95");
  assert.deepEqual(charts[0]!.series.map((one) => one.values), [[0.1, 0.2], [0.3, null]]);
  assert.deepEqual(charts.slice(-2).map((one) => one.title), ["Training box loss", "Validation box loss"]);
});

Deno.test("new labels take a colour that is free", () => {
  const all = labelColors.map((color) => color.value);
  assert.equal(nextColor([]), all[0]);
  assert.equal(nextColor([all[0]!.toUpperCase()]), all[1]);
  assert.equal(nextColor([...all, all[0]!]), all[1]);
});

Deno.test("a version's metrics are read flat or by split", () => {
  assert.equal(metric({ map50: 0.9, map: 0.6 }, "map50"), 0.9);
  assert.equal(metric({ "metrics/mAP50-95(B)": 0.6 }, "map"), 0.6);
  const split = {
    test: { map50: 0.8 },
    val: { map50: 0.9, map: 0.6 },
    per_class: { val: [{ class_name: "RBC", map: 0.5 }] },
  };
  assert.equal(metric(split, "map50"), 0.9);
  assert.deepEqual(numbers(split).map(([name]) => name), ["test map50", "val map50", "val map"]);
  assert.equal(classRows(split)[0]!.class_name, "RBC");
  assert.deepEqual(classRows({ per_class: null }), []);
  assert.equal(metric({}, "map"), null);
});

Deno.test("names of boxes stay inside the picture and off each other", () => {
  const view = { width: 200, height: 100 };
  const size = { width: 60, height: 16 };
  const at = (x0: number, y0: number, x1: number, y1: number) =>
    placeChips([{ box: { x0, y0, x1, y1 }, size }], view)[0];
  assert.deepEqual(at(20, 40, 80, 80), { x: 20, y: 24 }, "above its box");
  assert.deepEqual(at(180, 40, 199, 80), { x: 140, y: 24 }, "not past the right edge");
  assert.deepEqual(at(20, 4, 80, 80), { x: 20, y: 0 }, "not past the upper edge");
  const twins = placeChips(Array(3).fill({ box: { x0: 20, y0: 40, x1: 100, y1: 80 }, size }), view);
  assert.deepEqual(twins.map(({ y }) => y), [24, 80, 40], "three of one place: above, below, inside");
});

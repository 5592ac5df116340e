import { describe, expect, test } from "vitest";
import { fitIsotonicClasses } from "../../src/calibration/fitIsotonicClasses.ts";
import { fitTemperature } from "../../src/calibration/fitTemperature.ts";
import { fitVectorScaling } from "../../src/calibration/fitVectorScaling.ts";
import { recalibrate } from "../../src/calibration/recalibrate.ts";
import type { ClassRecalibration } from "../../src/calibration/recalibration.ts";
import { ArgumentError, DataError, ShapeError } from "../../src/errors/errors.ts";
import { createMatrix, matrixFromRows } from "../../src/numeric/matrix.ts";
import { classificationPredictive } from "../../src/predictive/classificationPredictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { close } from "../contracts/closeness.ts";
import { largestDifference } from "../support/differences.ts";
import { readJson } from "../support/readFixture.ts";

interface Reference {
  readonly classes: {
    readonly logits: number[][];
    readonly labels: number[];
    readonly temperature: number;
    readonly nll: number;
    readonly nllAtOptimum: number;
  };
  readonly vector: { readonly scales: number[]; readonly offsets: number[]; readonly loss: number };
}

const { classes: reference, vector } = readJson<Reference>("calibration/calibration.json");

/** Class probabilities that are the softmax of the given logits. */
function softmax(logits: readonly (readonly number[])[]) {
  const rows = logits.map((row) => {
    const powers = row.map((v) => Math.exp(v - Math.max(...row)));
    return powers.map((v) => v / powers.reduce((a, b) => a + b));
  });
  const classes = logits[0]!.map((_, k) => `class ${k}`);
  const flat = matrixFromRows(rows);
  return classificationPredictive({ probabilities: createMatrix(1, flat.data.length, flat.data), classes });
}

const base = softmax(reference.logits);
const labels = reference.labels;
const meanLoss = (p: typeof base) => -p.logProb(labels).reduce((a, b) => a + b) / labels.length;

describe("temperature scaling", () => {
  test("agrees with scipy's optimum", () => {
    const learned = fitTemperature(base, labels);
    expect(learned).toMatchObject({ kind: "temperature", rows: 400, notes: [] });
    // The reference came from a bounded search with a tolerance of 1e-8 or so.
    close(learned.temperature, reference.temperature, 1e-6, "temperature");
    close(meanLoss(base), reference.nll, 1e-12, "loss before");
    close(meanLoss(recalibrate(base, learned)), reference.nllAtOptimum, 1e-12, "loss after");
  });

  test("is the softmax of logits/T, so that logits three times as large need three times the temperature", () => {
    const learned = fitTemperature(base, labels);
    const sure = softmax(reference.logits.map((row) => row.map((v) => 3 * v)));
    close(fitTemperature(sure, labels).temperature / learned.temperature, 3, 1e-7, "ratio");
    const divided = softmax(reference.logits.map((row) => row.map((v) => v / learned.temperature)));
    const { probabilities } = recalibrate(base, learned);
    expect(largestDifference(probabilities.data, divided.probabilities.data)).toBeLessThan(1e-13);
  });

  test("keeps the most probable class", () => {
    expect(recalibrate(base, fitTemperature(base, labels)).mode).toEqual(base.mode);
  });

  test("says where no temperature is the best one", () => {
    const two = softmax([
      [2, 0],
      [0, 2],
    ]);
    const right = fitTemperature(two, [0, 1]);
    const wrong = fitTemperature(two, [1, 0]);
    expect(right.temperature).toBeLessThan(0.2);
    close(wrong.temperature, 100, 1e-10, "worse than by chance");
    for (const { notes } of [right, wrong]) expect(notes.map(({ code }) => code)).toEqual(["boundary"]);
  });

  test("probabilities of 0 and 1 do no harm", () => {
    const sure = softmax([
      [2000, 0, 0],
      [0, 2000, 0],
      [0, 0, 2000],
    ]);
    const learned = fitTemperature(sure, [0, 1, 0]);
    expect(learned.temperature).toBeGreaterThan(1);
    const { entropy, probabilities } = recalibrate(sure, learned);
    expect([...entropy, ...probabilities.data].every(Number.isFinite)).toBe(true);
  });
});

describe("vector scaling", () => {
  test("agrees with scipy's optimum", () => {
    const learned = fitVectorScaling(base, labels);
    expect(learned).toMatchObject({ kind: "vector-scaling", rows: 400, notes: [] });
    expect(largestDifference(learned.scales, vector.scales)).toBeLessThan(1e-5);
    expect(largestDifference(learned.offsets, vector.offsets)).toBeLessThan(1e-5);
    close(meanLoss(recalibrate(base, learned)), vector.loss, 1e-12, "loss");
  });

  test("is no worse on its rows than temperature scaling, of which it is the larger family", () => {
    const both = [fitVectorScaling(base, labels), fitTemperature(base, labels)].map((learned) =>
      meanLoss(recalibrate(base, learned)),
    );
    expect(both[0]).toBeLessThan(both[1]!);
  });

  test("asks for every class, and says when classes are told apart without fail", () => {
    expect(() => fitVectorScaling(base, new Array(400).fill(0))).toThrow(DataError);
    const apart = softmax([
      [1, 0],
      [0, 1],
    ]);
    expect(fitVectorScaling(apart, [0, 1]).notes.map(({ code }) => code)).toContain("separated");
  });
});

describe("isotonic recalibration of classes", () => {
  test("is the isotonic regression of hits, with the model as one more row", () => {
    const p = [0.1, 0.3, 0.3, 0.6, 0.7, 0.9];
    const two = softmax(p.map((q) => [Math.log(1 - q), Math.log(q)]));
    // Of class 1: hits 0, then 0 and 1 at 0.3, then 1, 0, 1. At 0.6 and 0.7 they fall: 1/2, as at 0.3.
    const learned = fitIsotonicClasses(two, [0, 0, 1, 1, 0, 1]);
    expect(largestDifference(learned.classes[1]!.from, [0.1, 0.3, 0.7, 0.9])).toBeLessThan(1e-15);
    expect(learned.classes[1]!.to).toEqual([0, 0.5, 0.5, 1]);
    const at = [0.05, 0.2, 0.5, 0.8, 0.95];
    const { probabilities } = recalibrate(softmax(at.map((q) => [Math.log(1 - q), Math.log(q)])), learned);
    const expected = [0, 0.25, 0.5, 0.75, 1].map((share, i) => (6 * share + at[i]!) / 7);
    expect(
      largestDifference(
        probabilities.data.filter((_, k) => k % 2 === 1),
        expected,
      ),
    ).toBeLessThan(1e-14);
  });

  test("shares of held-out rows agree with their probabilities, class by class", () => {
    const learned = fitIsotonicClasses(base, labels);
    const { data } = recalibrate(base, learned).probabilities;
    for (let k = 0; k < 6; k++) {
      const mean = data.reduce((sum, p, i) => sum + (i % 6 === k ? p : 0), 0) / 400;
      const share = labels.filter((label) => label === k).length / 400;
      // Equal before the probabilities of a row are brought to the sum 1.
      close(mean, share, 0.02, `class ${k}`);
    }
    expect(meanLoss(recalibrate(base, learned))).toBeLessThan(meanLoss(base));
  });
});

describe("recalibrated classes", () => {
  /** Two draws that disagree: much of the entropy is epistemic. */
  const mixed = classificationPredictive({
    probabilities: createMatrix(
      2,
      6,
      Float64Array.of(0.8, 0.1, 0.1, 0.7, 0.2, 0.1, 0.2, 0.7, 0.1, 0.1, 0.2, 0.7),
    ),
    classes: ["a", "b", "c"],
  });
  const learned: readonly ClassRecalibration[] = [
    { kind: "temperature", temperature: 2, rows: 1, notes: [] },
    { kind: "vector-scaling", scales: [1, 2, 0.5], offsets: [0.5, -1, 0.5], rows: 1, notes: [] },
    {
      kind: "isotonic-classes",
      classes: [
        { from: [0.2, 0.6], to: [0.4, 0.7] },
        { from: [0.5], to: [0.3] },
        { from: [0.1, 0.2, 0.3], to: [0, 0, 0.4] },
      ],
      rows: 9,
      notes: [],
    },
  ];

  test("entropies add up and the epistemic share stays", () => {
    for (const recalibration of learned) {
      const p = recalibrate(mixed, recalibration);
      for (const i of [0, 1]) {
        close(p.entropy[i]!, p.expectedEntropy[i]! + p.mutualInformation[i]!, 1e-15, "sum");
        const share = p.mutualInformation[i]! / p.entropy[i]!;
        close(share, mixed.mutualInformation[i]! / mixed.entropy[i]!, 1e-12, "share");
      }
    }
  });

  test("draws have the new probabilities, and rows stay joined", () => {
    const count = 20_000;
    for (const recalibration of learned) {
      const p = recalibrate(mixed, recalibration);
      const { data } = p.sample(count, createRng("classes").fork(recalibration.kind));
      const share = (hit: (first: number, second: number) => boolean) =>
        Array.from({ length: count }, (_, s) => hit(data[2 * s]!, data[2 * s + 1]!)).filter(Boolean).length /
        count;
      const at = (i: number, k: number) => p.probabilities.data[3 * i + k]!;
      for (const k of [0, 1, 2]) {
        const error = 4 * Math.sqrt(0.25 / count);
        close(
          share((first) => first === k),
          at(0, k),
          error,
          `class ${k} of row 0`,
        );
        close(
          share((_, second) => second === k),
          at(1, k),
          error,
          `class ${k} of row 1`,
        );
      }
      // A draw that says "a" of the first row tends to say "a" of the second.
      expect(share((a, b) => a === 0 && b === 0)).toBeGreaterThan(at(0, 0) * at(1, 0) + 0.02);
    }
  });

  test("what is wrong with a recalibration, or does not fit, is named", () => {
    const wrong = (recalibration: unknown) => () => recalibrate(mixed, recalibration as ClassRecalibration);
    expect(wrong({ kind: "temperature", temperature: 0 })).toThrow(/temperature must be/);
    expect(wrong({ ...learned[1], scales: [1, 1], offsets: [0, 0] })).toThrow(ShapeError);
    expect(wrong({ ...learned[1], offsets: [0, 0] })).toThrow(/as long as scales/);
    expect(wrong({ ...learned[2], classes: [{ from: [0.2, 0.1], to: [0, 1] }] })).toThrow(/ascend/);
    expect(wrong({ ...learned[2], classes: [{ from: [], to: [] }] })).toThrow(/not empty/);
    expect(wrong({ kind: "isotonic", targets: [] })).toThrow(/predictions of real numbers/);
    expect(() => fitTemperature(mixed, [0])).toThrow(ShapeError);
    expect(() => fitTemperature(mixed, [0, 3])).toThrow(ArgumentError);
    for (const recalibration of learned) {
      const copy = JSON.parse(JSON.stringify(recalibration)) as ClassRecalibration;
      expect(recalibrate(mixed, copy).probabilities).toEqual(recalibrate(mixed, recalibration).probabilities);
    }
  });
});

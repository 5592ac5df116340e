import { describe, expect, test } from "vitest";
import { conformalSets, fitConformalSets } from "../../src/calibration/fitConformalSets.ts";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { createMatrix } from "../../src/numeric/matrix.ts";
import { classificationPredictive } from "../../src/predictive/classificationPredictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { betaBinomialShareVariance } from "./betaBinomial.ts";

const classes = ["a", "b", "c"];
const predict = (rows: readonly (readonly number[])[]) =>
  classificationPredictive({
    probabilities: createMatrix(1, 3 * rows.length, Float64Array.from(rows.flat())),
    classes,
  });

const ROWS = [
  [0.7, 0.2, 0.1],
  [0.5, 0.3, 0.2],
  [0.6, 0.3, 0.1],
];

describe("conformal sets of classes", () => {
  test("hold the classes whose score is at most that of rank k", () => {
    // Scores 1 - p of the observed classes: 0.3, 0.7, 0.4, of which 0.4 has the rank 2 = ceil(4 * 0.5).
    const least = fitConformalSets(predict(ROWS), [0, 1, 0], { level: 0.5, score: "least-ambiguous" });
    expect(least.groups[0]!.thresholds).toEqual([0.4]);
    const rows = predict([...ROWS, [0.34, 0.33, 0.33]]);
    expect(conformalSets(rows, least).sets).toEqual([[0], [], [0], []]);
    // Probabilities down to the observed class: 0.7, 0.8, 0.6.
    const adaptive = fitConformalSets(predict(ROWS), [0, 1, 0], { level: 0.5 });
    expect(adaptive.groups[0]!.thresholds).toEqual([0.7]);
    expect(conformalSets(rows, adaptive).sets).toEqual([[0], [0], [0], [0]]);
  });

  test("hold all classes, with a note, where rows are too few", () => {
    const rule = fitConformalSets(predict(ROWS), [0, 1, 0], { level: 0.9 });
    const { sets, notes } = conformalSets(
      predict([[0.2, 0.7, 0.1]]),
      JSON.parse(JSON.stringify(rule)) as typeof rule,
    );
    expect(sets).toEqual([[1, 0, 2]]);
    expect(notes.map(({ code }) => code)).toEqual(["infinite"]);
  });

  test.each(["least-ambiguous", "adaptive"] as const)("%s: the level holds over many data sets", (score) => {
    // Probabilities that are wrong on purpose, too sure: squares of the true ones, brought to the sum 1.
    const [n, m, repeats] = [39, 50, 150];
    const k = 36; // ceil(40 * 0.9)
    let [share, naive] = [0, 0];
    for (let s = 0; s < repeats; s++) {
      const rng = createRng("sets").fork(score).fork(s);
      const draw = (count: number) => {
        const y: number[] = [];
        const rows = Array.from({ length: count }, () => {
          const logits = classes.map(() => 2 * rng.normal());
          const powers = logits.map((v) => Math.exp(v));
          const total = powers.reduce((a, b) => a + b);
          let left = rng.uniform() * total;
          y.push(powers.findIndex((p, j) => (left -= p) < 0 || j === 2));
          const sure = powers.map((p) => p * p);
          return sure.map((p) => p / sure.reduce((a, b) => a + b));
        });
        return { p: predict(rows), y };
      };
      const [heldOut, fresh] = [draw(n), draw(m)];
      const rule = fitConformalSets(heldOut.p, heldOut.y, { level: 0.9, score });
      const { sets } = conformalSets(fresh.p, rule);
      share += sets.filter((set, i) => set.includes(fresh.y[i]!)).length / m / repeats;
      // A broken twin: classes until their probabilities add up to the level.
      const trusting = conformalSets(fresh.p, {
        ...rule,
        score: "adaptive",
        groups: [{ name: null, rows: n, thresholds: [0.9] }],
      });
      naive += trusting.sets.filter((set, i) => set.includes(fresh.y[i]!)).length / m / repeats;
    }
    const error = Math.sqrt(betaBinomialShareVariance(m, k, n + 1 - k) / repeats);
    expect(Math.abs(share - k / (n + 1))).toBeLessThan(4 * error);
    expect(naive).toBeLessThan(k / (n + 1) - 4 * error);
  });

  test("what does not fit or is not known is refused", () => {
    const p = predict(ROWS);
    const rule = fitConformalSets(p, [0, 1, 0], { level: 0.5 });
    expect(() => fitConformalSets(p, [0, 1], { level: 0.5 })).toThrow(ShapeError);
    expect(() => fitConformalSets(p, [0, 1, 3], { level: 0.5 })).toThrow(ArgumentError);
    expect(() => fitConformalSets(p, [0, 1, 0], { level: 0 })).toThrow(ArgumentError);
    expect(() => fitConformalSets(p, [0, 1, 0], { level: 0.5, score: "x" as never })).toThrow(ArgumentError);
    expect(() => conformalSets(p, { ...rule, kind: "conformal" } as never)).toThrow(ArgumentError);
    expect(() => conformalSets(p, rule, ["a", "a", "b"])).toThrow(ShapeError);
  });
});

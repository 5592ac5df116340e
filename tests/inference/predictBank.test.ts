import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { identityScaler } from "../../src/data/scaler.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { predictBank } from "../../src/inference/predictBank.ts";
import { compileModel } from "../../src/model/compileModel.ts";
import type { LikelihoodSpec } from "../../src/model/likelihoodSpec.ts";
import { createModel } from "../../src/model/model.ts";
import { createMatrix } from "../../src/numeric/matrix.ts";
import type { Predictive } from "../../src/predictive/predictive.ts";
import { createRng } from "../../src/random/rng.ts";

const classes = ["u", "v", "w"];
const data = createDataset({ x: [[0, 0]], y: [0], classes });

function compiledOf(likelihood: LikelihoodSpec) {
  const model = createModel(
    {
      network: { kind: "mlp", hidden: [3], activation: "tanh" },
      prior: { kind: "normal", variance: 1 },
      likelihood,
      standardise: "none",
    },
    likelihood.kind === "categorical" ? data : createDataset({ x: [[0, 0]], y: [0] }),
  );
  return compileModel(model, { x: identityScaler(2), y: identityScaler(1) });
}

function setUp(likelihood: LikelihoodSpec, draws: number, rows: number) {
  const compiled = compiledOf(likelihood);
  const rng = createRng("bank");
  const bank = createMatrix(draws, compiled.size, rng.fillNormal(new Float64Array(draws * compiled.size)));
  const x = createMatrix(rows, 2, rng.fillNormal(new Float64Array(2 * rows)));
  const predict = (from: number, to: number) =>
    predictBank(compiled, bank, createMatrix(to - from, 2, x.data.slice(2 * from, 2 * to)));
  return { predict, rows };
}

/** What is said of every row, row after row. */
const numbersOf = (predictive: Predictive): number[] =>
  predictive.kind === "classification"
    ? [...predictive.probabilities.data]
    : Array.from(predictive.mean).flatMap((mean, i) => [
        mean,
        predictive.epistemic[i]!,
        predictive.aleatoric[i]!,
      ]);

describe("rows pass through the network in blocks", () => {
  test.each<[string, LikelihoodSpec, draws: number, rows: number]>([
    ["more rows than a block has", { kind: "normal", noiseVariance: "learned" }, 3, 9000],
    ["more outputs of all draws than a block has", { kind: "categorical" }, 500, 1500],
    ["two outputs per row", { kind: "heteroscedastic" }, 400, 1300],
  ])("%s: as if each piece were predicted by itself, to the last bit", (_, likelihood, draws, rows) => {
    const { predict } = setUp(likelihood, draws, rows);
    const pieces: number[] = [];
    for (let from = 0; from < rows; from += 619) {
      pieces.push(...numbersOf(predict(from, Math.min(rows, from + 619))));
    }
    expect(numbersOf(predict(0, rows))).toEqual(pieces);
  });
});

test("a distribution that no memory holds is refused with the figure", () => {
  const { predict } = setUp({ kind: "normal", noiseVariance: 1 }, 500, 200_000);
  expect(() => predict(0, 200_000)).toThrow(ArgumentError);
  expect(() => predict(0, 200_000)).toThrow(
    /the predictive distribution of 200000 rows under 500 draws needs about 3\.20 GB of memory, at most 3\.00 GB can be used\. Predict fewer rows at a time\./,
  );
});

// Dense linear regression against a peer: normal equations and a Cholesky factor on either side.
import { createDataset, createModel, createRng, exact } from "../../dist/index.js";
import { assertClose } from "./support.mjs";

export const group = "Exact inference";

const ROWS = 10_000;
const INPUTS = 499;
const NOISE = 0.25;

export const benchmarks = [
  {
    name: `dense fit, N = ${ROWS}, D = ${INPUTS + 1}`,
    repeats: 2,
    setup: problem,
    run: ({ data, model }) => exact({ solver: "cholesky" }).fit(model, data),
    check: ({ truth }, posterior) => isNear(truth, posterior.mean),
    references: [
      {
        name: "ml-matrix",
        needs: "ml-matrix",
        prepare: async ({ x, y }) => {
          const { Matrix, CholeskyDecomposition } = await import("ml-matrix");
          const design = new Matrix(x.map((row) => [...row, 1]));
          return { Matrix, CholeskyDecomposition, design, target: Matrix.columnVector(y) };
        },
        run: (_, { Matrix, CholeskyDecomposition, design, target }) => {
          const transposed = design.transpose();
          const precision = transposed
            .mmul(design)
            .div(NOISE)
            .add(Matrix.eye(INPUTS + 1));
          return new CholeskyDecomposition(precision).solve(transposed.mmul(target).div(NOISE)).to1DArray();
        },
        check: async ({ data, model }, mean) => {
          const ours = await exact({ solver: "cholesky" }).fit(model, data);
          mean.forEach((value, j) => {
            assertClose(`mean of parameter ${j}`, value, ours.mean[j], 1e-10);
          });
        },
      },
    ],
  },
];

function problem() {
  const rng = createRng("dense benchmark");
  const truth = Float64Array.from({ length: INPUTS + 1 }, () => rng.normal());
  const x = Array.from({ length: ROWS }, () => Array.from({ length: INPUTS }, () => rng.normal()));
  const y = x.map(
    (row) =>
      truth[INPUTS] + row.reduce((sum, v, j) => sum + v * truth[j], 0) + Math.sqrt(NOISE) * rng.normal(),
  );
  const data = createDataset({ x, y });
  const model = createModel(
    {
      network: { kind: "linear" },
      prior: { kind: "normal", variance: 1 },
      likelihood: { kind: "normal", noiseVariance: NOISE },
      standardise: "none",
    },
    data,
  );
  return { x, y, data, model, truth };
}

/** Six standard errors of the estimate. */
function isNear(truth, mean) {
  truth.forEach((value, j) => {
    assertClose(`parameter ${j}`, mean[j], value, 6 * Math.sqrt(NOISE / ROWS));
  });
}

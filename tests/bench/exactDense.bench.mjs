// Dense linear regression against a peer: normal equations and a Cholesky factor on either side.
import { createDataset, createModel, createRng, exact } from "../../dist/index.js";

const ROWS = 10_000;
const INPUTS = 499;
const NOISE = 0.25;

export const benchmarks = [
  {
    name: `dense fit, N = ${ROWS}, D = ${INPUTS + 1}`,
    peers: ["ml-matrix"],
    repeats: 2,
    setup: problem,
    run: ({ data, model }) => exact({ solver: "cholesky" }).fit(model, data),
    check: ({ truth }, posterior) => isNear(truth, posterior.mean),
    reference: {
      name: "ml-matrix: X'X, CholeskyDecomposition, solve",
      run: ({ peer, design, target }) => {
        const { Matrix, CholeskyDecomposition } = peer;
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
  },
];

async function problem() {
  const peer = await import("ml-matrix");
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
  const design = new peer.Matrix(x.map((row) => [...row, 1]));
  return { peer, data, model, design, target: peer.Matrix.columnVector(y), truth };
}

/** Six standard errors of the estimate. */
function isNear(truth, mean) {
  truth.forEach((value, j) => {
    assertClose(`parameter ${j}`, mean[j], value, 6 * Math.sqrt(NOISE / ROWS));
  });
}

function assertClose(what, value, expected, tolerance) {
  if (Math.abs(value - expected) <= tolerance) return;
  throw new Error(`${what} must be ${expected} to within ${tolerance}, got ${value}`);
}

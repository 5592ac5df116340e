import { expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { preconditionedMove } from "../../../src/inference/langevin/preconditionedMove.ts";
import { whitenedTarget } from "../../../src/inference/parts/whitenedTarget.ts";
import { whitening } from "../../../src/inference/parts/whitening.ts";
import { prepare } from "../../../src/inference/prepare.ts";
import { createModel } from "../../../src/model/model.ts";
import { createTarget } from "../../../src/model/target.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { createMatrix } from "../../../src/numeric/matrix.ts";
import { bulkRandom } from "../../../src/random/bulkRandom.ts";
import { createRng } from "../../../src/random/rng.ts";
import { invert, multiply } from "../../support/denseAlgebra.ts";
import { added, identity, scaledBy, stationaryCovariance, worstDeviation } from "./stationary.ts";

const X = [-2, -0.5, 0.3, 1, 1.8];
const Y = [-1, 0.2, 0.1, 1.4, 1.2];
const data = createDataset({ x: X.map((x) => [x]), y: Y });
const model = createModel(
  {
    network: { kind: "linear" },
    prior: { kind: "normal", variance: 1 },
    likelihood: { kind: "normal", noiseVariance: 0.5 },
    standardise: "none",
  },
  data,
);
const rows = X.map((x) => [x, 1]);
const H = rows.reduce<number[][]>(
  (sum, row) =>
    added(
      sum,
      scaledBy(
        row.map((a) => row.map((b) => a * b)),
        2,
      ),
    ),
  identity(2),
);
const mean = multiply(
  invert(H).inverse,
  [0, 1].map((j) => [rows.reduce((sum, row, i) => sum + 2 * row[j]! * Y[i]!, 0)]),
).map(([value]) => value!);

test("steps with a fixed preconditioner have the covariance of z <- z - (eps/2) G grad + sqrt(eps G) xi", () => {
  withWorkspace((workspace) => {
    const { compiled, data: scaled } = prepare("test", model, data);
    const target = createTarget(workspace, compiled, scaled, { format: "f64" });
    const white = whitenedTarget(workspace, target, whitening("test", compiled));
    white.position.view.set([3, -1]);
    const create = preconditionedMove({ decay: 0.9, floor: 0.5, adapt: "burn-in" });
    const move = create(workspace, white, bulkRandom(createRng("moves")));
    for (let k = 0; k < 200; k++) move.step(k, { size: 0.01, friction: 0 }, 1, white.potential);
    move.settle!();
    const G = Array.from(move.root!(), (root) => root * root);
    expect(Math.abs(Math.log(G[0]! / G[1]!))).toBeGreaterThan(0.1);
    const eps = 1 / Math.max(...G) / 12;
    const draws = createMatrix(20_000, 2);
    for (let s = 0; s < draws.rows; s++) {
      for (let k = 0; k < 5; k++) move.step(200 + 5 * s + k, { size: eps, friction: 0 }, 1, white.potential);
      white.parametersInto(draws.data.subarray(2 * s, 2 * s + 2));
    }
    expect(Array.from(move.root!(), (root) => root * root)).toEqual(G);
    const map = added(
      identity(2),
      H.map((row, i) => row.map((value) => -0.5 * eps * G[i]! * value)),
    );
    const noise = (g: (value: number) => number) =>
      G.map((value, i) => G.map((_, j) => (i === j ? eps * g(value) : 0)));
    const found = { draws, chains: 1 };
    const expected = stationaryCovariance(
      [map],
      noise((g) => g),
    );
    expect(worstDeviation(found, mean, expected)).toBeLessThan(4.5);
    // The noise without the root of the preconditioner, and without any.
    expect(
      worstDeviation(
        found,
        mean,
        stationaryCovariance(
          [map],
          noise((g) => g * g),
        ),
      ),
    ).toBeGreaterThan(8);
    expect(
      worstDeviation(
        found,
        mean,
        stationaryCovariance(
          [map],
          noise(() => 1),
        ),
      ),
    ).toBeGreaterThan(8);
  });
});

import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { identityScaler } from "../../../src/data/scaler.ts";
import { outputRoot } from "../../../src/inference/laplace/outputRoot.ts";
import { type CompiledModel, compileModel } from "../../../src/model/compileModel.ts";
import type { LikelihoodSpec } from "../../../src/model/likelihoodSpec.ts";
import { createModel } from "../../../src/model/model.ts";

const WEIGHT = 1.7;

function compiledWith(
  likelihood: LikelihoodSpec,
  targets: number,
  classes?: readonly string[],
): CompiledModel {
  const y = [new Array(targets).fill(0), new Array(targets).fill(0)];
  const data = createDataset({ x: [[0], [1]], y: targets === 1 ? [0, 0] : y, ...(classes && { classes }) });
  const model = createModel(
    { network: { kind: "mlp", hidden: [] }, prior: { kind: "normal", variance: 1 }, likelihood },
    data,
  );
  return compileModel(model, { x: identityScaler(1), y: identityScaler(targets) });
}

/** -log p(y | f) of one weighted row, and its gradient by the outputs. */
function rowLoss({ likelihood }: CompiledModel, outputs: number[], own: number[], y: number[]) {
  const gradient = new Float64Array(outputs.length);
  const value = likelihood.addRows(
    {
      outputs: Float64Array.from(outputs),
      at: 0,
      targets: Float64Array.from(y),
      weights: Float64Array.of(WEIGHT),
      order: Uint32Array.of(0),
      start: 0,
      count: 1,
      scale: 1,
    },
    Float64Array.from(own),
    gradient,
    new Float64Array(own.length),
  );
  return { value, gradient };
}

/** R R'. */
function curvatureOf(compiled: CompiledModel, outputs: number[], own: number[]): number[][] {
  const O = outputs.length;
  const root = new Float64Array(O * O);
  // At a position behind others, as in a block.
  outputRoot(compiled, own)(Float64Array.from([9, 9, ...outputs]), 2, WEIGHT, root);
  return outputs.map((_, i) =>
    outputs.map((_, j) => outputs.reduce((sum, _, k) => sum + root[i * O + k]! * root[j * O + k]!, 0)),
  );
}

function expectNear(found: number[][], wanted: number[][], digits: number): void {
  found.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(value, `entry ${i}, ${j}`).toBeCloseTo(wanted[i]![j]!, digits);
    });
  });
}

const abc = ["a", "b", "c"];

describe("where f is the natural parameter the curvature is the Hessian of the loss", () => {
  test.each<[LikelihoodSpec, number, number[], number[], number[], (readonly string[])?]>([
    [{ kind: "normal", noiseVariance: 0.3 }, 2, [0.4, -1], [], [0, 1]],
    [{ kind: "normal", noiseVariance: "learned" }, 2, [0.4, -1], [-0.5, 0.2], [0, 1]],
    [{ kind: "poisson" }, 2, [0.4, -1], [], [3, 0]],
    [{ kind: "bernoulli" }, 1, [0.7], [], [1], ["a", "b"]],
    [{ kind: "bernoulli" }, 1, [-2.1], [], [1], ["a", "b"]],
    [{ kind: "categorical" }, 1, [0.7, -0.4, 1.2], [], [2], abc],
    [{ kind: "categorical", smoothing: { share: 0.2, over: "others" } }, 1, [0.7, -3, 1.2], [], [0], abc],
  ])("%j", (likelihood, targets, outputs, own, y, classes) => {
    const compiled = compiledWith(likelihood, targets, classes);
    const step = 1e-5;
    const gradientAt = (k: number, by: number) =>
      rowLoss(
        compiled,
        outputs.map((value, j) => (j === k ? value + by : value)),
        own,
        y,
      ).gradient;
    const columns = outputs.map((_, k) => {
      const [ahead, behind] = [gradientAt(k, step), gradientAt(k, -step)];
      return Array.from(ahead, (value, j) => (value - behind[j]!) / (2 * step));
    });
    expectNear(curvatureOf(compiled, outputs, own), columns, 7);
  });
});

describe("elsewhere it is the expectation over y of the gradient's square, by summing over y", () => {
  test.each<[LikelihoodSpec, number[], number[]]>([
    [{ kind: "heteroscedastic" }, [0.4, -1.2], []],
    [{ kind: "heteroscedastic", floor: 0.5, beta: 0.5 }, [0.4, 0.3], []],
    [{ kind: "student-t", df: 3, scale: 0.7 }, [0.4], []],
    [{ kind: "student-t", df: 5, scale: "learned" }, [0.4], [-0.6]],
  ])("%j", (likelihood, outputs, own) => {
    // The recommended gradients of heteroscedastic noise are no longer those of the loss.
    const plain = likelihood.kind === "heteroscedastic" ? { ...likelihood, beta: 0 } : likelihood;
    const compiled = compiledWith(plain, 1);
    const O = outputs.length;
    const wanted = outputs.map(() => new Array<number>(O).fill(0));
    const step = 0.002;
    let total = 0;
    for (let y = -60; y <= 60; y += step) {
      const { value, gradient } = rowLoss(compiled, outputs, own, [y]);
      const mass = step * Math.exp(-value);
      total += mass;
      for (let i = 0; i < O; i++) {
        for (let j = 0; j < O; j++) wanted[i]![j] = wanted[i]![j]! + mass * gradient[i]! * gradient[j]!;
      }
    }
    expect(total).toBeCloseTo(1, 4);
    expectNear(curvatureOf(compiledWith(likelihood, 1), outputs, own), wanted, 3);
  });
});

import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import type { LinearNetworkSpec } from "../../../src/model/networkSpec.ts";
import { largestMixedDifference } from "../../support/differences.ts";
import { slowPosterior } from "../../support/slowPosterior.ts";
import { evenJoints, featureRows, fitAll, normalModel, toyData } from "./models.ts";

const toy = toyData();
const weights = Float64Array.from({ length: 15 }, (_, i) => 0.2 + (i % 4));
const weighted = createDataset({ x: toy.x, y: toy.y, weights });
const at = [[-0.3], [0.1], [0.55], [1.4]];

const NETWORKS: readonly [string, LinearNetworkSpec][] = [
  ["6 joints", evenJoints(6)],
  ["30 joints", evenJoints(30)],
  [
    "a hidden layer",
    { kind: "hidden-layer", weights: [[2], [-1], [4]], biases: [0, 1, -2], activation: "tanh" },
  ],
];

describe.each(NETWORKS)("precision weights, %s", (_, network) => {
  const prior = { variance: 2, biasVariance: 3 };

  test("row n has noise variance sigma^2 / weight n, in posterior and evidence", async () => {
    const model = normalModel(network, prior, 0.3, weighted);
    const features = featureRows(model, weighted);
    const d = features[0]!.length;
    const expected = slowPosterior({
      features,
      target: [...toy.y.data],
      priorMean: new Array<number>(d).fill(0),
      priorVariance: [...new Array<number>(d - 1).fill(2), 3],
      noise: Array.from(weights, (w) => 0.3 / w),
    });
    for (const posterior of await fitAll(model, weighted)) {
      close(posterior.mean, expected.mean);
      close(posterior.covariance().data, expected.covariance.flat());
      close([posterior.logEvidence], [expected.logEvidence]);
    }
  });

  test("a row of weight 2 counts like two rows, which is half the noise", async () => {
    const twice = createDataset({ x: [...rows(toy), ...rows(toy)], y: [...toy.y.data, ...toy.y.data] });
    const doubled = createDataset({ x: toy.x, y: toy.y, weights: weights.map(() => 2) });
    const [a] = await fitAll(normalModel(network, prior, 0.3, twice), twice);
    for (const b of await fitAll(normalModel(network, prior, 0.3, doubled), doubled)) samePosterior(b, a!);
    for (const b of await fitAll(normalModel(network, prior, 0.15, toy), toy)) samePosterior(b, a!);
  });

  test("with the noise integrated out, weights scale it row by row", async () => {
    const noise = { shape: 3, scale: 0.5 };
    const plain = normalModel(network, prior, noise, toy);
    const same = createDataset({ x: toy.x, y: toy.y, weights: weights.map(() => 1) });
    const halved = normalModel(network, { variance: 1, biasVariance: 1.5 }, { shape: 3, scale: 1 }, toy);
    const doubled = createDataset({ x: toy.x, y: toy.y, weights: weights.map(() => 2) });
    for (const [i, posterior] of (await fitAll(plain, toy)).entries()) {
      samePosterior((await fitAll(plain, same))[i]!, posterior);
      // Noise s/2 with weight 1 is noise s with weight 2, where prior variances in units of the noise are halved.
      const other = (await fitAll(halved, doubled))[i]!;
      close(other.mean, posterior.mean);
      close(other.covariance().data, posterior.covariance().data);
      close([other.logEvidence], [posterior.logEvidence]);
    }
  });
});

const rows = (data: typeof toy) => Array.from(data.x.data, (v) => [v]);

function samePosterior(a: Awaited<ReturnType<typeof fitAll>>[number], b: typeof a): void {
  close(a.mean, b.mean);
  close(a.covariance().data, b.covariance().data);
  close(a.predict(at).epistemic, b.predict(at).epistemic);
}

function close(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(largestMixedDifference(found, expected)).toBeLessThan(1e-9);
}

describe("Student t with many degrees of freedom", () => {
  test("tends to the known noise variance", async () => {
    const network = evenJoints(8);
    const known = await exact().fit(normalModel(network, { variance: 4, biasVariance: 1 }, 0.25, toy), toy);
    // Prior variances are in units of the noise variance there.
    const relative = { variance: 16, biasVariance: 4 };
    let before = Number.POSITIVE_INFINITY;
    for (const shape of [1e3, 1e5, 1e7]) {
      const noise = { shape, scale: 0.25 * shape };
      const posterior = await exact().fit(normalModel(network, relative, noise, toy), toy);
      const [t, normal] = [posterior.predict(at), known.predict(at)];
      const off = Math.max(
        largestMixedDifference(posterior.mean, known.mean),
        largestMixedDifference(posterior.covariance().data, known.covariance().data),
        largestMixedDifference([posterior.logEvidence], [known.logEvidence]),
        largestMixedDifference(t.quantile(0.95), normal.quantile(0.95)),
        largestMixedDifference([posterior.logDensity(known.mean)], [known.logDensity(known.mean)]),
      );
      expect(off).toBeLessThan(30 / shape);
      expect(off).toBeLessThan(before);
      before = off;
    }
  });
});

import type { Dataset } from "../../data/dataset.ts";
import type { Posterior } from "../../inference/method.ts";
import type { RegressionPredictive } from "../../predictive/predictive.ts";
import type { Rng } from "../../random/rng.ts";
import { partialDependence } from "../../study/partialDependence.ts";
import type { BandData } from "../figures/bandData.ts";
import { formatNumber } from "../format/formatNumber.ts";
import type { Block, Section } from "../page/content.ts";

/** An ascending grid over the range of the first input and a little beyond, for drawing bands. */
export function inputGrid(data: Dataset, points = 161): Float64Array {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of data.x.data) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const reach = high > low ? 0.15 * (high - low) : 1;
  return Float64Array.from(
    { length: points },
    (_, i) => low - reach + ((high - low + 2 * reach) * i) / (points - 1),
  );
}

/** Mean and both bands of a posterior on a grid of one input, with function draws when asked for. */
export function bandOf(posterior: Posterior, x: Float64Array, rng?: Rng, draws = 0): BandData {
  const predictive = posterior.predict(x);
  return {
    x,
    mean: predictive.mean,
    functionBand: predictive.band(2, "function"),
    observationBand: predictive.band(2, "observation"),
    ...(rng === undefined || draws === 0 ? {} : { draws: predictive.functionDraws!(draws, rng) }),
  };
}

/** One input: the bands. Several inputs: predicted against observed, and how f depends on each input. */
export function predictionSection(
  posterior: Posterior,
  train: Dataset,
  judged: { readonly predictive: RegressionPredictive; readonly y: Float64Array; readonly rows: string },
  rng: Rng,
): Section {
  return {
    title: "Predictions",
    blocks:
      train.x.cols === 1 ? oneInput(posterior, train, rng) : severalInputs(posterior, train, judged, rng),
  };
}

function oneInput(posterior: Posterior, train: Dataset, rng: Rng): Block[] {
  const band = bandOf(posterior, inputGrid(train), rng.fork("draws"), 3);
  const blocks: Block[] = [
    {
      kind: "figure",
      title: "Mean, function band and observation band.",
      figure: {
        kind: "band",
        data: { ...band, data: { x: train.x.data, y: train.y.data } },
        options: { xName: train.featureNames[0]!, yName: train.targetNames[0]! },
      },
    },
  ];
  const { network } = posterior.model.spec;
  if (network.kind === "shallow-relu") {
    const joints = network.joints as readonly number[];
    blocks.push({
      kind: "text",
      text: `To the left of the first joint, at ${formatNumber(joints[0]!)}, every function of this basis is constant, so the band has the same width all the way there: it does not grow with the distance from the data. To the right of the last joint, at ${formatNumber(joints.at(-1)!)}, functions are straight lines and the band does grow.`,
    });
  }
  return blocks;
}

function severalInputs(
  posterior: Posterior,
  train: Dataset,
  judged: { readonly predictive: RegressionPredictive; readonly y: Float64Array; readonly rows: string },
  rng: Rng,
): Block[] {
  const yName = train.targetNames[0]!;
  const shown = Math.min(train.x.cols, 9);
  const dependences = Array.from({ length: shown }, (_, j) => {
    const result = partialDependence(posterior, train, j, rng.fork("dependence").fork(j));
    const ends = (sign: number) => result.mean.map((m, i) => m + sign * 2 * result.std[i]!);
    const functionBand = { lower: ends(-1), upper: ends(1) };
    return {
      name: result.feature,
      band: { x: result.x, mean: result.mean, functionBand },
      varies: result.x[0]! < result.x.at(-1)!,
    };
  }).filter((dependence) => dependence.varies);
  return [
    {
      kind: "figure",
      title: `Predicted against observed: ${judged.rows}.`,
      figure: {
        kind: "predicted-observed",
        data: {
          observed: judged.y,
          mean: judged.predictive.mean,
          interval: judged.predictive.interval(0.9),
          level: 0.9,
          of: "observation",
        },
        options: { yName },
      },
    },
    {
      kind: "figure",
      title: "How the prediction depends on each input.",
      caption: `Partial dependence: the average of the function over 100 rows of the data, with one input set to the value on the axis. The band is that of this average.${shown < train.x.cols ? ` The first ${shown} of ${train.x.cols} inputs are shown.` : ""}`,
      figure: {
        kind: "partial-dependence",
        data: dependences.map(({ name, band }) => ({ name, band })),
        options: { yName },
      },
    },
  ];
}

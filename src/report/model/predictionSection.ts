import type { Dataset } from "../../data/dataset.ts";
import type { Posterior } from "../../inference/method.ts";
import { columnMatrix, createMatrix, type Matrix, rowOf } from "../../numeric/matrix.ts";
import type { Rng } from "../../random/rng.ts";
import { type PartialDependence, partialDependence } from "../../study/partialDependence.ts";
import type { BandData } from "../figures/bandData.ts";
import { formatNumber } from "../format/formatNumber.ts";
import type { Block, Section } from "../page/content.ts";
import type { Judged } from "./judged.ts";

/** An ascending grid over the range of one input; where it is the only one, a little beyond the data. */
export function inputGrid(data: Dataset, feature = 0, points = 161): Float64Array {
  const { cols } = data.x;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let p = feature; p < data.x.data.length; p += cols) {
    low = Math.min(low, data.x.data[p]!);
    high = Math.max(high, data.x.data[p]!);
  }
  const reach = high > low ? (cols === 1 ? 0.15 * (high - low) : 0) : 1;
  return Float64Array.from(
    { length: points },
    (_, i) => low - reach + ((high - low + 2 * reach) * i) / (points - 1),
  );
}

/** Mean and both bands of a posterior at rows of inputs that stand at `x` on the axis. */
export function bandOf(posterior: Posterior<"regression">, x: Float64Array, rows: Matrix): BandData {
  const predictive = posterior.predict(rows);
  return {
    x,
    mean: predictive.mean,
    functionBand: predictive.band(2, "function"),
    observationBand: predictive.band(2, "observation"),
  };
}

/** Rows of the data that are averaged over, and those of them whose own curves are drawn behind their average. */
const [AVERAGED, CURVES] = [100, 20];

/**
 * The dependence of the prediction on every input that varies, the first nine at most. None where the posterior knows only what
 * single predictions are like, not how they move together.
 */
export function inputDependences(
  posterior: Posterior<"regression">,
  train: Dataset,
  rng: Rng,
): readonly InputDependence[] {
  const first = createMatrix(1, train.x.cols, rowOf(train.x, 0));
  if (!("averages" in posterior) && posterior.predict(first).functionDraws === undefined) return [];
  return Array.from({ length: Math.min(train.x.cols, 9) }, (_, feature) => ({
    ...partialDependence(posterior, train, feature, rng.fork(feature), { rows: AVERAGED, curves: CURVES }),
    input: feature,
  })).filter(({ x }) => x[0]! < x.at(-1)!);
}

/** Whether any input does. */
function varies({ x }: Dataset): boolean {
  return x.data.some((value, p) => value !== x.data[p % x.cols]);
}

/** A partial dependence with the number of its input. */
export interface InputDependence extends PartialDependence {
  readonly input: number;
}

/** The input along which the prediction moves most; 0 where none varies. */
export function strongestInput(dependences: readonly InputDependence[]): number {
  const span = ({ mean }: InputDependence) => Math.max(...mean) - Math.min(...mean);
  return (
    dependences.reduce<InputDependence | undefined>(
      (best, dependence) => (best === undefined || span(dependence) > span(best) ? dependence : best),
      undefined,
    )?.input ?? 0
  );
}

/** What the section on predictions is made from. */
export interface PredictionParts {
  readonly judged: Judged;
  readonly heldOut: Dataset | undefined;
  readonly dependences: readonly InputDependence[];
  readonly rng: Rng;
}

/** One input: the bands. Several inputs: predicted against observed, residuals, and how f depends on each input. */
export function predictionSection(
  posterior: Posterior<"regression">,
  train: Dataset,
  parts: PredictionParts,
): Section {
  return {
    title: "Predictions",
    blocks: train.x.cols === 1 ? oneInput(posterior, train, parts) : severalInputs(posterior, train, parts),
  };
}

function oneInput(
  posterior: Posterior<"regression">,
  train: Dataset,
  { heldOut, rng }: PredictionParts,
): Block[] {
  const grid = inputGrid(train);
  const draws = posterior.predict(grid).functionDraws?.(3, rng.fork("draws"));
  const blocks: Block[] = [
    {
      kind: "figure",
      title: "Mean, function band and observation band.",
      figure: {
        kind: "band",
        data: {
          ...bandOf(posterior, grid, columnMatrix(grid)),
          ...(draws === undefined ? {} : { draws }),
          data: { x: train.x.data, y: train.y.data },
          ...(heldOut === undefined ? {} : { heldOut: { x: heldOut.x.data, y: heldOut.y.data } }),
        },
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
  posterior: Posterior<"regression">,
  train: Dataset,
  { judged, dependences }: PredictionParts,
): Block[] {
  const yName = train.targetNames[0]!;
  const blocks: Block[] = [
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
  ];
  if (dependences.length === 0 && varies(train)) {
    blocks.push({
      kind: "text",
      text: `How the prediction depends on each input on average is not shown: ${posterior.method} knows single predictions, not how they vary together.`,
    });
  }
  if (dependences.length === 0) return blocks;
  const few = train.x.cols > 9 ? ` The first 9 of ${train.x.cols} inputs are shown.` : "";
  blocks.push({
    kind: "figure",
    title: "How the prediction depends on each input.",
    caption: `Partial dependence: the average of the function over ${Math.min(AVERAGED, train.x.rows)} rows of the data, with one input set to the value on the axis. The band is that of this average.${few}`,
    figure: {
      kind: "partial-dependence",
      data: dependences.map(({ feature, x, mean, std, curves }) => {
        const ends = (sign: number) => mean.map((m, i) => m + sign * 2 * std[i]!);
        return {
          name: feature,
          band: { x, mean, functionBand: { lower: ends(-1), upper: ends(1) } },
          ...(curves === undefined ? {} : { curves }),
        };
      }),
      options: { yName },
    },
  });
  return blocks;
}

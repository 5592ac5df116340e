import type { Dataset } from "../../data/dataset.ts";
import { columnMatrix, createMatrix, type Matrix } from "../../numeric/matrix.ts";
import type { Rng } from "../../random/rng.ts";
import type { EvidenceSurface } from "../../study/evidenceSurface.ts";
import { type PriorVarianceSweep, sweepCurve } from "../../study/sweepPriorVariance.ts";
import { formatNumber } from "../format/formatNumber.ts";
import type { Block, Section } from "../page/content.ts";
import { bandOf, inputGrid } from "./predictionSection.ts";

/** Powers of ten around the best prior variance at which bands are drawn. */
const SHOWN = [-4, -2, -1, 0, 2, 4];

/**
 * What the prior variance does: the evidence with its maximum, the effective number of parameters and a held-out score
 * on one axis, and the bands at six values along one input.
 */
export function priorVarianceSection(
  sweep: PriorVarianceSweep,
  surface: EvidenceSurface | undefined,
  train: Dataset,
  feature: number,
  rng: Rng,
): Section {
  const scores = sweep.heldOut ?? sweep.leaveOneOut;
  const scoreName = sweep.heldOut === undefined ? "leave-one-out mean log score" : "held-out mean log score";
  const blocks: Block[] = [
    { kind: "text", text: opening(sweep) },
    {
      kind: "figure",
      title:
        "Evidence, effective number of parameters, norm of the weights and score against the prior variance.",
      figure: {
        kind: "evidence",
        data: {
          priorVariance: sweep.priorVariances,
          logEvidence: sweepCurve(sweep.logEvidence),
          effectiveParameters: sweepCurve(sweep.effectiveParameters),
          weightNorm: sweepCurve(sweep.weightNorm),
          parameters: sweep.at(sweep.maximum.priorVariance).size,
          ...(scores === undefined
            ? {}
            : {
                score: {
                  name: scoreName,
                  values: sweepCurve(scores.mean),
                  errors: sweepCurve(scores.standardError),
                },
              }),
        },
      },
    },
  ];
  blocks.push(multiples(sweep, train, feature));
  if (train.x.cols === 1) blocks.push(drawsAndBands(sweep, train, rng));
  if (surface !== undefined) blocks.push(interaction(surface));
  return { title: "What the prior variance does", blocks };
}

function opening(sweep: PriorVarianceSweep): string {
  const noise =
    "The noise variance stays at its value for the model; variances are in the units the network sees.";
  const { priorVariance, boundary } = sweep.maximum;
  const edge = boundary.find((b) => b.of === "prior variance");
  if (edge !== undefined) {
    return `The evidence has no interior maximum: it rises as the prior variance goes to ${edge.towards}. ${noise}`;
  }
  return `The prior variance σ²_φ says how large the weights are expected to be: small values force smooth, stiff functions, large ones let the data speak alone. The evidence is largest at σ²_φ = ${formatNumber(priorVariance, 3)}. ${noise}`;
}

function multiples(sweep: PriorVarianceSweep, train: Dataset, feature: number): Block {
  const one = train.x.cols === 1;
  const values = inputGrid(train, feature, one ? 121 : 61);
  const rows = one ? columnMatrix(values) : rowsAlong(train, feature, values);
  const name = train.featureNames[feature]!;
  return {
    kind: "figure",
    title: "Bands at six prior variances, from stiff to free.",
    ...(one
      ? {}
      : {
          caption: [
            "Predictions along ",
            { name },
            ", the input they depend on most, with the others at their means.",
          ],
        }),
    figure: {
      kind: "small-multiples",
      data: SHOWN.map((power) => {
        const variance = sweep.maximum.priorVariance * Number(`1e${power}`);
        return {
          heading: headingOf(sweep, variance, power),
          band: {
            ...bandOf(sweep.at(variance), values, rows),
            ...(one ? { data: { x: train.x.data, y: train.y.data } } : {}),
          },
        };
      }),
      options: { xName: name, yName: train.targetNames[0]! },
    },
  };
}

/** Powers of ten around the best prior variance at which functions are drawn. */
const DRAWN = [-2, 0, 2];

/** Functions that the posterior believes in at three prior variances, above their bands: figure 9.11 for these data. */
function drawsAndBands(sweep: PriorVarianceSweep, train: Dataset, rng: Rng): Block {
  const grid = inputGrid(train, 0, 121);
  return {
    kind: "figure",
    title: "Functions drawn at three prior variances, and the bands they come from.",
    figure: {
      kind: "draws-and-bands",
      data: DRAWN.map((power) => {
        const posterior = sweep.at(sweep.maximum.priorVariance * Number(`1e${power}`));
        // The same stream for all: what differs between the columns is the prior alone.
        const draws = posterior.predict(grid).functionDraws!(2, rng.fork("draws"));
        return {
          heading: headingOf(sweep, posterior.priorVariance, power),
          band: {
            ...bandOf(posterior, grid, columnMatrix(grid)),
            draws,
            data: { x: train.x.data, y: train.y.data },
          },
        };
      }),
      options: { xName: train.featureNames[0]!, yName: train.targetNames[0]! },
    },
  };
}

/** The best one is named as such, unless the evidence still rises there. */
function headingOf({ maximum }: PriorVarianceSweep, variance: number, power: number): string {
  const best = power === 0 && !maximum.boundary.some(({ of }) => of === "prior variance");
  return `σ²_φ = ${formatNumber(variance, 2)}${best ? ", the best" : ""}`;
}

/** The log evidence over both variances, with its maximum. */
function interaction({ priorVariances, noiseVariances, logEvidence, maximum }: EvidenceSurface): Block {
  const { priorVariance: x, noiseVariance: y, logEvidence: value, boundary } = maximum;
  return {
    kind: "figure",
    title: "Prior variance and noise variance together: the log evidence.",
    caption:
      "What the prior does not allow must be noise: where weights are kept small the noise variance that suits the data is larger.",
    figure: {
      kind: "heat-map",
      data: {
        x: priorVariances,
        y: noiseVariances,
        values: logEvidence,
        ...(boundary.length === 0 ? { maximum: { x, y, value } } : {}),
      },
      options: {
        xName: "prior variance",
        yName: "noise variance",
        valueName: "log evidence (nats)",
        logX: true,
        logY: true,
      },
    },
  };
}

/** Rows in which one input takes the given values and the others stay at their means. */
function rowsAlong(data: Dataset, feature: number, values: Float64Array): Matrix {
  const { rows, cols } = data.x;
  const means = new Float64Array(cols);
  for (let p = 0; p < data.x.data.length; p++) means[p % cols]! += data.x.data[p]! / rows;
  const result = createMatrix(values.length, cols);
  for (let k = 0; k < values.length; k++) {
    result.data.set(means, k * cols);
    result.data[k * cols + feature] = values[k]!;
  }
  return result;
}

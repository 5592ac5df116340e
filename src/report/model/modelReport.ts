import type { Dataset } from "../../data/dataset.ts";
import type { ExactPosterior } from "../../inference/exact/exactPosterior.ts";
import { leaveOneOut } from "../../inference/exact/leaveOneOut.ts";
import { evaluate } from "../../metrics/evaluate.ts";
import type { Scores } from "../../metrics/regressionScores.ts";
import type { Rng } from "../../random/rng.ts";
import type { PriorVarianceSweep } from "../../study/sweepPriorVariance.ts";
import { formatNumber } from "../format/formatNumber.ts";
import type { Provenance, ReportContent, Section } from "../page/content.ts";
import type { Text } from "../page/text.ts";
import type { Judged } from "./judged.ts";
import { kernelFacts } from "./kernelFacts.ts";
import { inputDependences, predictionSection, strongestInput } from "./predictionSection.ts";
import { priorVarianceSection } from "./priorVarianceSection.ts";
import { scoreTable } from "./scoreTable.ts";
import { coverageSentence, judgeCoverage, uniformitySentence } from "./verdict.ts";

/** What the page of one fitted model is made from. */
export interface ModelReportParts {
  readonly title: string;
  readonly subtitle?: Text;
  readonly posterior: ExactPosterior;
  /** The rows the posterior was fitted on. */
  readonly train: Dataset;
  /** Rows kept out of the fit, on which the model is judged; without them it is judged by leaving one row out. */
  readonly heldOut?: Dataset;
  /** Adds the section on the prior variance. */
  readonly sweep?: PriorVarianceSweep;
  /** Draws of the function that are shown. */
  readonly rng: Rng;
  readonly provenance: Provenance;
}

/**
 * The page of one fitted model: a verdict on its intervals, a table of scores, predictions, calibration, and what the prior
 * variance does. Scores are those of observations, on held-out rows or by leaving one out.
 */
export function modelReport(parts: ModelReportParts): ReportContent {
  const { posterior, train, heldOut } = parts;
  const judged: Judged =
    heldOut === undefined
      ? {
          predictive: leaveOneOut(posterior, train),
          y: train.y.data,
          rows: "rows, each predicted from the others",
        }
      : { predictive: posterior.predict(heldOut.x), y: heldOut.y.data, rows: "held-out rows" };
  const scores = evaluate(judged.predictive, judged.y, { replicates: 0 });
  const dependences =
    train.x.cols === 1 ? [] : inputDependences(posterior, train, parts.rng.fork("dependence"));
  const { coverage } = scores.intervals.find((entry) => entry.level === 0.9)!;
  const finding = judgeCoverage(0.9, coverage.value!, judged.y.length);
  return {
    title: parts.title,
    ...(parts.subtitle === undefined ? {} : { subtitle: parts.subtitle }),
    verdict: [...coverageSentence(finding, judged.rows), ...uniformitySentence(scores)],
    lead: [modelSentence(posterior, train)],
    scores: scoreTable(scores, judged.rows, train.targetNames[0]!),
    notes: posterior.notes.map((note) => ({ level: "warning", text: note.message })),
    sections: [
      predictionSection(posterior, train, judged, dependences, parts.rng),
      calibrationSection(judged, scores),
      ...(parts.sweep === undefined
        ? []
        : [priorVarianceSection(parts.sweep, train, strongestInput(dependences))]),
    ],
    provenance: withKernels(parts.provenance),
  };
}

/** The provenance with the kernels in use, where they are not the usual ones. */
function withKernels(provenance: Provenance): Provenance {
  const facts = [...(provenance.facts ?? []), ...kernelFacts()];
  return facts.length === 0 ? provenance : { ...provenance, facts };
}

function modelSentence(posterior: ExactPosterior, train: Dataset): Text {
  const { network } = posterior.model.spec;
  const basis = {
    "shallow-relu": `a shallow network with ${posterior.size - 1} fixed joints`,
    "random-relu": `a network with ${network.kind === "random-relu" ? network.units : 0} random ReLU features`,
    "hidden-layer": `a network with ${posterior.size - 1} given features`,
    linear: "a linear model",
  }[network.kind];
  const noise = formatNumber(Math.sqrt(posterior.noiseVariance), 3);
  return [
    `The exact posterior of ${basis}, fitted to ${posterior.observations} rows for `,
    { name: train.targetNames[0]! },
    `. The noise has standard deviation ${noise}; of ${posterior.size} parameters the data determine about ${formatNumber(posterior.effectiveParameters(), 3)}. Log evidence ${formatNumber(posterior.logEvidence, 6)} (${posterior.evidenceKind}).`,
  ];
}

function calibrationSection(judged: Judged, scores: Scores): Section {
  const { levels, observed } = scores.intervalCalibration;
  return {
    title: "Calibration",
    blocks: [
      {
        kind: "text",
        text: "If the predictive distributions are right, the probability integral transforms P(Y ≤ y) are uniform, and central intervals of every level hold their share of the observations.",
      },
      {
        kind: "row",
        figures: [
          {
            kind: "figure",
            title: "Probability integral transforms.",
            figure: { kind: "pit", data: { values: judged.predictive.cdf(judged.y) } },
          },
          {
            kind: "figure",
            title: "Coverage of central intervals.",
            figure: { kind: "calibration", data: { nominal: levels, observed, count: scores.rows } },
          },
        ],
      },
    ],
  };
}

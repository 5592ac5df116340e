import type { Dataset } from "../../data/dataset.ts";
import type { Posterior } from "../../inference/method.ts";
import { topOutcomes } from "../../metrics/classOutcomes.ts";
import { type ClassScores, evaluateClasses } from "../../metrics/classScores.ts";
import { columnOf, createMatrix } from "../../numeric/matrix.ts";
import { meanOf } from "../../numeric/mean.ts";
import { epistemicShare } from "../figures/splitLayers.ts";
import { formatNumber } from "../format/formatNumber.ts";
import type { Block, Section } from "../page/content.ts";
import { classScoreTable } from "./classScoreTable.ts";
import { computationSection } from "./computationSection.ts";
import { type JudgedClasses, judgeClasses } from "./judged.ts";
import type { JudgedContent, ModelReportParts } from "./modelReportParts.ts";
import { modelSentence } from "./modelSentence.ts";
import { inputGrid } from "./predictionSection.ts";
import { shareSentence } from "./uncertaintySection.ts";
import { confidenceSentence, judgeConfidence } from "./verdict.ts";

/** What the page of a model says that predicts classes. */
export function classParts(
  posterior: Posterior<"classification">,
  { train, heldOut, rng, scores: given }: ModelReportParts,
): JudgedContent {
  const judged = judgeClasses(posterior, heldOut);
  const own = { rng: rng.fork("scores") };
  const scores = (given as ClassScores | undefined) ?? evaluateClasses(judged.predictive, judged.y, own);
  const { probability } = topOutcomes("modelReport", judged.predictive, judged.y);
  const chance = Math.sqrt(meanOf(probability.map((p) => p * (1 - p))) / probability.length);
  const finding = judgeConfidence(scores.accuracy.value!, meanOf(probability), chance, probability.length);
  const computation = computationSection(posterior, train);
  return {
    verdict: [...confidenceSentence(finding, judged.rows), ...(computation?.verdict ?? [])],
    lead: [modelSentence(posterior, train.x.rows, train.targetNames[0]!)],
    scores: classScoreTable(scores, judged.rows),
    sections: [
      ...surfaceSections(posterior, train),
      reliabilitySection(scores),
      entropySection(judged, train.targetNames[0]!),
      ...(computation === undefined ? [] : [computation.section]),
    ],
  };
}

/** Cells of a surface along each input. */
const CELLS = 45;
/** Classes whose surface is drawn, and classes that shapes can tell apart. */
const MOST_SURFACES = 3;
const MOST_SHAPES = 6;

/** The probability of a class over the plane, where there are two inputs. */
function surfaceSections(posterior: Posterior<"classification">, train: Dataset): Section[] {
  if (train.x.cols !== 2) return [];
  const [x, y] = [inputGrid(train, 0, CELLS), inputGrid(train, 1, CELLS)];
  const rows = createMatrix(x.length * y.length, 2);
  for (let j = 0; j < y.length; j++) {
    for (let i = 0; i < x.length; i++) rows.data.set([x[i]!, y[j]!], 2 * (j * x.length + i));
  }
  const { probabilities, classes } = posterior.predict(rows);
  const shown = classes.length === 2 ? [1] : [...classes.keys()].slice(0, MOST_SURFACES);
  const points = pointsOf(train, classes);
  const blocks = shown.map(
    (k): Block => ({
      kind: "figure",
      title: ["Probability of ", { name: classes[k]! }, "."],
      figure: {
        kind: "probability-surface",
        data: {
          x,
          y,
          values: createMatrix(y.length, x.length, columnOf(probabilities, k)),
          ...(points.length <= MOST_SHAPES ? { classes: points } : {}),
        },
        options: {
          xName: train.featureNames[0]!,
          yName: train.featureNames[1]!,
          valueName: `probability of ${classes[k]}`,
        },
      },
    }),
  );
  const few =
    classes.length <= MOST_SURFACES
      ? ""
      : `Surfaces of the first ${MOST_SURFACES} of ${classes.length} classes are drawn${points.length > MOST_SHAPES ? ", without rows: shapes cannot tell so many classes apart" : ""}.`;
  return [{ title: "Predictions", blocks: few === "" ? blocks : [...blocks, { kind: "text", text: few }] }];
}

/** The rows of each class, in the plane of the inputs. */
function pointsOf({ x, y }: Dataset, classes: readonly string[]) {
  return classes.map((name, k) => {
    const rows = Array.from(y.data.keys()).filter((i) => y.data[i] === k);
    return { name, x: rows.map((i) => x.data[2 * i]!), y: rows.map((i) => x.data[2 * i + 1]!) };
  });
}

function reliabilitySection({ reliability, calibrationErrors }: ClassScores): Section {
  const error = calibrationErrors.expected.value;
  return {
    title: "Calibration",
    blocks: [
      {
        kind: "text",
        text: "Of the rows whose most probable class has a probability near p, a share p should have that class.",
      },
      {
        kind: "figure",
        title:
          error === null
            ? "How often the most probable class was right, against its probability."
            : `How often the most probable class was right, against its probability: ${formatNumber(error, 2)} apart on average.`,
        figure: { kind: "reliability", data: reliability },
      },
    ],
  };
}

/** How the entropy of a prediction splits into what more data would reduce and what they would not. */
function entropySection({ predictive, rows }: JudgedClasses, target: string): Section {
  const { mutualInformation: epistemic, expectedEntropy: aleatoric } = predictive;
  return {
    title: "Where the uncertainty comes from",
    blocks: [
      {
        kind: "text",
        text: `The entropy of a prediction is the sum of two: what an observation would tell about the parameters, which more data would reduce (epistemic), and the entropy that is left when these are known (aleatoric).${shareSentence(rows, epistemicShare({ epistemic, aleatoric }))}`,
      },
      {
        kind: "figure",
        title: `The entropy of the predictions of all ${rows}, from the least to the most.`,
        figure: {
          kind: "split",
          data: { kind: "entropy", epistemic, aleatoric },
          options: { yName: target },
        },
      },
    ],
  };
}

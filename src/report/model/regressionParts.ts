import type { Posterior } from "../../inference/method.ts";
import { evaluate } from "../../metrics/evaluate.ts";
import type { Scores } from "../../metrics/regressionScores.ts";
import { besideExact } from "./besideExact.ts";
import { calibrationSection } from "./calibrationSection.ts";
import { computationSection } from "./computationSection.ts";
import { type Judged, judgeNumbers } from "./judged.ts";
import type { JudgedContent, ModelReportParts } from "./modelReportParts.ts";
import { modelSentence } from "./modelSentence.ts";
import { parameterSection } from "./parameterSection.ts";
import { inputDependences, predictionSection, strongestInput } from "./predictionSection.ts";
import { priorVarianceSection } from "./priorVarianceSection.ts";
import { scoreTable } from "./scoreTable.ts";
import { uncertaintySection } from "./uncertaintySection.ts";
import { coverageSentence, judgeCoverage, uniformitySentence } from "./verdict.ts";

/** Level of the intervals that the verdict is about. */
const LEVEL = 0.9;

/**
 * The share of observations in their intervals. An interval of counts ends on one and so holds more than its share even if the
 * model is right: there the share is that of the transforms spread over the jumps.
 */
function coverageOf(scores: Scores, { predictive }: Judged): number {
  const { levels, observed } = scores.intervalCalibration;
  const spread = levels.findIndex((level) => Math.abs(level - LEVEL) < 1e-9);
  if (predictive.discrete === true && spread >= 0) return observed[spread]!;
  return scores.intervals.find(({ level }) => level === LEVEL)!.coverage.value;
}

/** What the page of a model says that predicts numbers. */
export function regressionParts(posterior: Posterior<"regression">, parts: ModelReportParts): JudgedContent {
  const { train, heldOut, rng, sweep, surface, truth } = parts;
  const judged = judgeNumbers(posterior, train, heldOut);
  const given = parts.scores as Scores | undefined;
  const scores = given ?? evaluate(judged.predictive, judged.y, { replicates: 0 });
  const dependences = train.x.cols === 1 ? [] : inputDependences(posterior, train, rng.fork("dependence"));
  const finding = judgeCoverage(LEVEL, coverageOf(scores, judged), judged.y.length);
  const fitted = truth === undefined ? [] : [{ name: posterior.method, posterior, truth }];
  const beside = besideExact(fitted, train, rng.fork("truth"));
  const computation = computationSection(posterior, train);
  return {
    verdict: [
      ...coverageSentence(finding, judged.rows),
      ...uniformitySentence(scores),
      ...(beside?.verdict ?? []),
      ...(computation?.verdict ?? []),
    ],
    lead: [modelSentence(posterior, train.x.rows, train.targetNames[0]!)],
    scores: scoreTable(scores, judged, train.targetNames[0]!),
    sections: [
      predictionSection(posterior, train, { judged, heldOut, dependences, rng }),
      uncertaintySection(posterior, train, judged),
      calibrationSection(judged, scores, train.targetNames[0]!, rng.fork("pit")),
      ...(beside?.sections ?? []),
      ...parameterSection(posterior, truth, rng.fork("parameters")),
      ...(computation === undefined ? [] : [computation.section]),
      ...(sweep === undefined
        ? []
        : [
            priorVarianceSection(
              sweep,
              surface,
              train,
              strongestInput(dependences),
              rng.fork("prior variance"),
            ),
          ]),
    ],
  };
}

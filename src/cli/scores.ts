import { asRegression } from "../inference/asRegression.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import type { Posterior } from "../inference/method.ts";
import type { ClassScores } from "../metrics/classScores.ts";
import type { Scores } from "../metrics/regressionScores.ts";
import type { ScoreEntry } from "../metrics/scoreEntry.ts";
import { formatCount, formatNumber, formatWithError } from "../report/format/formatNumber.ts";
import type { FittedModel } from "./fitModel.ts";
import { type Message, textTable } from "./output.ts";

/**
 * Scores on the rows held out; without such rows, of every row predicted from all others where the posterior is exact,
 * and none otherwise.
 */
export async function describeScores(fit: FittedModel): Promise<Message> {
  const { posterior, train, heldOut } = fit;
  if (heldOut === undefined && posterior.method !== "exact") return { facts: {}, lines: [] };
  if (heldOut !== undefined && posterior.model.outcome === "classification") {
    const { evaluateClasses } = await import("../metrics/classScores.ts");
    const predictive = (posterior as Posterior<"classification">).predict(heldOut.x);
    const scores = evaluateClasses(predictive, heldOut.y.data);
    return message("held-out", scores, classTable(scores));
  }
  const [{ evaluate }, { leaveOneOut }] = await Promise.all([
    import("../metrics/evaluate.ts"),
    import("../inference/exact/leaveOneOut.ts"),
  ]);
  const scores =
    heldOut === undefined
      ? evaluate(leaveOneOut(posterior as ExactPosterior, train), train.y.data)
      : evaluate(asRegression(posterior).predict(heldOut.x), heldOut.y.data);
  return message(heldOut === undefined ? "leave-one-out" : "held-out", scores, numberTable(scores));
}

function message(
  scoredOn: "held-out" | "leave-one-out",
  scores: Scores | ClassScores,
  table: readonly (readonly string[])[],
): Message {
  const rows = formatCount(scores.rows);
  return {
    facts: { scoredOn, scores },
    lines: [
      scoredOn === "leave-one-out"
        ? `Scores of ${rows} rows, each predicted from the others:`
        : `Scores on ${rows} rows held out:`,
      ...textTable(table),
    ],
  };
}

function numberTable(scores: Scores): string[][] {
  const coverage = scores.intervals.map(({ level, coverage: share, width }) => [
    `  coverage of ${formatNumber(100 * level)} % intervals`,
    entryText(share),
    `mean width ${entryText(width)}`,
  ]);
  return [
    ["  root mean squared error", entryText(scores.rmse), "lower is better"],
    ["  mean log score", entryText(scores.meanLogScore), "higher is better"],
    ["  mean CRPS", entryText(scores.meanCrps), "lower is better"],
    ...coverage,
  ];
}

function classTable(scores: ClassScores): string[][] {
  return [
    ["  accuracy", entryText(scores.accuracy), "higher is better"],
    ["  mean log score", entryText(scores.meanLogScore), "higher is better"],
    ["  Brier score", entryText(scores.brierScore), "lower is better"],
  ];
}

const ROUNDING = 1e-12;

function entryText({ value, standardError, note }: ScoreEntry): string {
  if (value === null) return note ?? "none";
  // Equal values, as the widths of a noise that is the same everywhere, differ by their rounding alone.
  const rounding = standardError === null || standardError <= ROUNDING * Math.abs(value);
  return formatWithError(value, rounding ? undefined : standardError);
}

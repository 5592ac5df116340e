import { asRegression } from "../inference/asRegression.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
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
  const [{ evaluate }, { leaveOneOut }] = await Promise.all([
    import("../metrics/evaluate.ts"),
    import("../inference/exact/leaveOneOut.ts"),
  ]);
  const scores =
    heldOut === undefined
      ? evaluate(leaveOneOut(posterior as ExactPosterior, train), train.y.data)
      : evaluate(asRegression(posterior).predict(heldOut.x), heldOut.y.data);
  const coverage = scores.intervals.map(({ level, coverage: share, width }) => [
    `  coverage of ${formatNumber(100 * level)} % intervals`,
    entryText(share),
    `mean width ${entryText(width)}`,
  ]);
  const rows = formatCount(scores.rows);
  return {
    facts: { scoredOn: heldOut === undefined ? "leave-one-out" : "held-out", scores },
    lines: [
      heldOut === undefined
        ? `Scores of ${rows} rows, each predicted from the others:`
        : `Scores on ${rows} rows held out:`,
      ...textTable([
        ["  root mean squared error", entryText(scores.rmse), "lower is better"],
        ["  mean log score", entryText(scores.meanLogScore), "higher is better"],
        ["  mean CRPS", entryText(scores.meanCrps), "lower is better"],
        ...coverage,
      ]),
    ],
  };
}

function entryText({ value, standardError, note }: ScoreEntry): string {
  return value === null ? (note ?? "none") : formatWithError(value, standardError ?? undefined);
}

import { asRegression } from "../inference/asRegression.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import type { Posterior } from "../inference/method.ts";
import type { ClassScores } from "../metrics/classScores.ts";
import type { Scores } from "../metrics/regressionScores.ts";
import { formatCount } from "../report/format/formatNumber.ts";
import type { FittedModel } from "./fitModel.ts";
import { type Message, textTable } from "./output.ts";
import { classScores, numberScores } from "./scoreTables.ts";

/** What is said of the scores, and the scores themselves where there are any. */
export interface DescribedScores extends Message {
  readonly scores?: Scores | ClassScores;
}

/**
 * Scores on the rows held out; without such rows, of every row predicted from all others where the posterior is exact,
 * and none otherwise.
 */
export async function describeScores(fit: FittedModel): Promise<DescribedScores> {
  const { posterior, train, heldOut } = fit;
  if (heldOut === undefined && posterior.method !== "exact") return { facts: {}, lines: [] };
  if (heldOut !== undefined && posterior.model.outcome === "classification") {
    const { evaluateClasses } = await import("../metrics/classScores.ts");
    const predictive = (posterior as Posterior<"classification">).predict(heldOut.x);
    const scores = evaluateClasses(predictive, heldOut.y.data);
    return message("held-out", scores, classScores(scores));
  }
  const [{ evaluate }, { leaveOneOut }] = await Promise.all([
    import("../metrics/evaluate.ts"),
    import("../inference/exact/leaveOneOut.ts"),
  ]);
  const scores =
    heldOut === undefined
      ? evaluate(leaveOneOut(posterior as ExactPosterior, train), train.y.data)
      : evaluate(asRegression(posterior).predict(heldOut.x), heldOut.y.data);
  return message(heldOut === undefined ? "leave-one-out" : "held-out", scores, numberScores(scores));
}

function message(
  scoredOn: "held-out" | "leave-one-out",
  scores: Scores | ClassScores,
  table: readonly (readonly string[])[],
): DescribedScores {
  const rows = formatCount(scores.rows);
  return {
    scores,
    facts: { scoredOn, scores },
    lines: [
      scoredOn === "leave-one-out"
        ? `Scores of ${rows} rows, each predicted from the others:`
        : `Scores on ${rows} rows held out:`,
      ...textTable(table),
    ],
  };
}

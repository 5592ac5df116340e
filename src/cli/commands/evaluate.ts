import { ArgumentError } from "../../errors/errors.ts";
import type { ClassScores } from "../../metrics/classScores.ts";
import { type Evaluation, evaluate } from "../../metrics/evaluate.ts";
import type { Scores } from "../../metrics/regressionScores.ts";
import { createRng } from "../../random/rng.ts";
import { formatCount } from "../../report/format/formatNumber.ts";
import { type Context, takeTurn } from "../context.ts";
import type { RunFlags } from "../flags.ts";
import { type Judged, type JudgedFlags, judgeModel, judgeTable } from "../judged.ts";
import { flaggedColumn } from "../loadTable.ts";
import { say, textTable } from "../output.ts";
import { allClassScores, allNumberScores, groupTable } from "../scoreTables.ts";

/** Flags of `credence evaluate`. */
export interface EvaluateFlags extends JudgedFlags, RunFlags {
  readonly group?: string;
  readonly level?: readonly number[];
}

type AnyScores = Evaluation<Scores> | Evaluation<ClassScores>;

/** Judges the predictions of a saved model on a table whose target was observed, or those that a table tells. */
export async function evaluateCommand(
  first: string,
  second: string | undefined,
  flags: EvaluateFlags,
  context: Context,
): Promise<void> {
  const judged =
    second === undefined
      ? await judgeTable(first, flags, context)
      : await judgeModel(first, second, flags, context);
  const groups = flags.group === undefined ? undefined : groupLabels(judged, flags.group);
  await takeTurn(context.signal);
  const all = scoreTargets(judged, groups, flags);
  await takeTurn(context.signal);
  const { file, hash, data, model } = judged;
  const { x, droppedRows, targetNames } = data;
  const targets = targetNames.map((target, k) => ({ target, scores: all[k]! }));
  const who = model === undefined ? "Predictions" : `${model.model} (${model.method})`;
  const dropped = droppedRows === 0 ? "" : `, ${formatCount(droppedRows)} with missing cells dropped`;
  say(
    {
      facts: {
        command: "evaluate",
        ...model,
        data: { file, hash, rows: x.rows, droppedRows },
        ...(flags.seed === undefined ? {} : { seed: flags.seed }),
        ...(flags.group === undefined ? {} : { group: flags.group }),
        ...(targets.length === 1 ? targets[0] : { targets }),
      },
      lines: targets.flatMap(({ target, scores }) => [
        `${who} on ${formatCount(x.rows)} rows of ${file}${dropped}, target ${target}:`,
        ...textTable("accuracy" in scores ? allClassScores(scores) : allNumberScores(scores)),
        ...(flags.group === undefined ? [] : [`By ${flags.group}:`, ...textTable(groupTable(scores))]),
      ]),
    },
    flags,
    context,
  );
}

/** The scores of each target, or of the class. */
function scoreTargets(
  { predictive, data }: Judged,
  groups: readonly string[] | undefined,
  { level, seed }: EvaluateFlags,
): AnyScores[] {
  const options = {
    ...(groups === undefined ? {} : { groups }),
    ...(seed === undefined ? {} : { rng: createRng(seed) }),
  };
  if (predictive.kind === "classification") {
    if (level === undefined) return [evaluate(predictive, data.y.data, options)];
    throw new ArgumentError({
      where: "--level",
      problem: "the model predicts classes, which have no intervals",
      fix: "Leave the flag out.",
    });
  }
  const levels = level === undefined ? {} : { levels: level };
  return Array.from({ length: predictive.targets }, (_, target) =>
    evaluate(predictive, data.y.data, { ...options, ...levels, target }),
  );
}

/** The label of each row that is judged, as it stands in the table. */
function groupLabels({ table, data, file }: Judged, column: string): string[] {
  const j = flaggedColumn("--group", table, column, file);
  const at = new Map(table.rowNumbers.map((number, i) => [number, i]));
  return data.rowNumbers.map((number) => String(table.rows[at.get(number)!]![j]).trim() || "(missing)");
}

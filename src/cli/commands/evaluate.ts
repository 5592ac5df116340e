import type { EncodedDataset } from "../../data/encodeDataset.ts";
import type { Table } from "../../data/table.ts";
import { ArgumentError, DataError } from "../../errors/errors.ts";
import type { ClassScores } from "../../metrics/classScores.ts";
import type { Evaluation } from "../../metrics/evaluate.ts";
import type { Scores } from "../../metrics/regressionScores.ts";
import type { Predictive } from "../../predictive/predictive.ts";
import { createRng } from "../../random/rng.ts";
import { formatCount } from "../../report/format/formatNumber.ts";
import { type Context, takeTurn } from "../context.ts";
import { speakingOf } from "../errorText.ts";
import type { RunFlags, TableFlags } from "../flags.ts";
import { loadModel } from "../loadModel.ts";
import { flaggedColumn, loadTable } from "../loadTable.ts";
import { say, textTable } from "../output.ts";
import { allClassScores, allNumberScores, groupTable } from "../scoreTables.ts";

/** Flags of `credence evaluate`. */
export interface EvaluateFlags extends TableFlags, RunFlags {
  readonly group?: string;
  readonly level?: readonly number[];
  readonly missing?: "refuse" | "drop";
  readonly unknownLevels?: "error" | "zeros";
}

type AnyScores = Evaluation<Scores> | Evaluation<ClassScores>;

/** Scores the predictions of a saved model on a table whose target was observed. */
export async function evaluateCommand(
  modelFile: string,
  file: string,
  flags: EvaluateFlags,
  context: Context,
): Promise<void> {
  const { posterior, encoding } = await loadModel(modelFile, context);
  const { table, hash } = await loadTable(file, flags, context);
  const { encodeDataset } = await import("../../data/encodeDataset.ts");
  const data = await speakingOf(file, () => {
    const { missing, unknownLevels } = flags;
    return encodeDataset(encoding, table, {
      ...(missing === undefined ? {} : { missing }),
      ...(unknownLevels === undefined ? {} : { unknownLevels }),
    });
  });
  if (data.x.rows === 0) throw noRows(file);
  const groups = flags.group === undefined ? undefined : groupLabels(table, data, flags.group, file);
  const predictive = await speakingOf(modelFile, () => posterior.predict(data.x));
  await takeTurn(context.signal);
  const all = await scoreTargets(predictive, data.y.data, groups, flags);
  await takeTurn(context.signal);
  const targets = data.targetNames.map((target, k) => ({ target, scores: all[k]! }));
  const { rows } = data.x;
  const dropped =
    data.droppedRows === 0 ? "" : `, ${formatCount(data.droppedRows)} with missing cells dropped`;
  say(
    {
      facts: {
        command: "evaluate",
        model: modelFile,
        method: posterior.method,
        data: { file, hash, rows, droppedRows: data.droppedRows },
        ...(flags.seed === undefined ? {} : { seed: flags.seed }),
        ...(flags.group === undefined ? {} : { group: flags.group }),
        ...(targets.length === 1 ? targets[0] : { targets }),
      },
      lines: targets.flatMap(({ target, scores }) => [
        `${modelFile} (${posterior.method}) on ${formatCount(rows)} rows of ${file}${dropped}, target ${target}:`,
        ...textTable("accuracy" in scores ? allClassScores(scores) : allNumberScores(scores)),
        ...(flags.group === undefined ? [] : [`By ${flags.group}:`, ...textTable(groupTable(scores))]),
      ]),
    },
    flags,
    context,
  );
}

/** The scores of each target, or of the class. */
async function scoreTargets(
  predictive: Predictive,
  y: Float64Array,
  groups: readonly string[] | undefined,
  { level, seed }: EvaluateFlags,
): Promise<AnyScores[]> {
  const { evaluate } = await import("../../metrics/evaluate.ts");
  const options = {
    ...(groups === undefined ? {} : { groups }),
    ...(seed === undefined ? {} : { rng: createRng(seed) }),
  };
  if (predictive.kind === "classification") {
    if (level === undefined) return [evaluate(predictive, y, options)];
    throw new ArgumentError({
      where: "--level",
      problem: "the model predicts classes, which have no intervals",
      fix: "Leave the flag out.",
    });
  }
  const levels = level === undefined ? {} : { levels: level };
  return Array.from({ length: predictive.targets }, (_, target) =>
    evaluate(predictive, y, { ...options, ...levels, target }),
  );
}

/** The label of each row that is scored, as it stands in the table. */
function groupLabels(table: Table, data: EncodedDataset, column: string, file: string): string[] {
  const j = flaggedColumn("--group", table, column, file);
  const at = new Map(table.rowNumbers.map((number, i) => [number, i]));
  return data.rowNumbers.map((number) => String(table.rows[at.get(number)!]![j]).trim() || "(missing)");
}

function noRows(file: string): DataError {
  return new DataError({
    where: file,
    problem: "at least one row must be left to score, there is none",
    fix: "Give a table with rows whose inputs and target are there.",
  });
}

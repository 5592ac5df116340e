import { resolve } from "node:path";
import type { Table } from "../../data/table.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { DensityPosterior, Posterior, Run } from "../../inference/method.ts";
import type { LoadedModel } from "../../io/modelFile.ts";
import { createRng } from "../../random/rng.ts";
import type { ParetoDiagnostic } from "../../study/paretoDiagnostic.ts";
import { type Context, takeTurn } from "../context.ts";
import { describeSummary } from "../describeSummary.ts";
import { speakingOf } from "../errorText.ts";
import type { RunFlags, TableFlags } from "../flags.ts";
import { encodeRows } from "../loadModel.ts";
import { loadTable } from "../loadTable.ts";
import { say } from "../output.ts";
import { createProgress } from "../progress.ts";
import { loadTrainingRows } from "../trainingRows.ts";

/** Flags of `credence diagnose`. */
export interface DiagnoseFlags extends TableFlags, RunFlags {
  readonly at?: string;
  readonly points?: number;
  readonly train?: string;
}

/** Rows of a table at which the function is looked at. */
const POINTS = 20;

/** Says how well a saved posterior is known: its parameters, its function, and how its chains ran. */
export async function diagnoseCommand(
  modelFile: string,
  flags: DiagnoseFlags,
  context: Context,
): Promise<void> {
  if (flags.points !== undefined && flags.at === undefined) {
    throw new ArgumentError({
      where: "--points",
      problem: "it chooses among the rows of --at, which is missing",
    });
  }
  const { loadPosteriorFile } = await import("../../io/posteriorFile.ts");
  const model = await speakingOf(modelFile, () => loadPosteriorFile(resolve(context.cwd, modelFile)));
  const { posterior } = model;
  const rng = createRng(flags.seed ?? "diagnose");
  const loaded = flags.at === undefined ? undefined : await loadTable(flags.at, flags, context);
  const table = loaded && spread(loaded.table, flags.points ?? POINTS);
  const at = table && (await encodeRows(loaded.name, table, model, modelFile));
  const pareto =
    flags.train === undefined ? undefined : await comparison(model, modelFile, flags, context, rng);
  await takeTurn(context.signal);
  const { summarize } = await import("../../study/summarize.ts");
  const summary = await speakingOf(modelFile, () =>
    summarize(posterior, { rng: rng.fork("summary"), ...(at === undefined ? {} : { at }) }),
  );
  const message = describeSummary(posterior, {
    summary,
    ...(table === undefined ? {} : { rows: table.rowNumbers }),
    ...(pareto === undefined ? {} : { pareto }),
  });
  const facts = { command: "diagnose", model: modelFile, ...message.facts };
  say({ facts, lines: [`${modelFile}: ${message.lines[0]}`, ...message.lines.slice(1)] }, flags, context);
}

/** Up to `points` rows, evenly spread over those of the table. */
function spread(table: Table, points: number): Table {
  const count = Math.min(points, table.rows.length);
  const chosen = Array.from({ length: count }, (_, i) => Math.floor((i * table.rows.length) / count));
  return {
    ...table,
    rows: chosen.map((i) => table.rows[i]!),
    rowNumbers: chosen.map((i) => table.rowNumbers[i]!),
  };
}

/** Pareto-k of an approximation, from the table it was fitted on. */
async function comparison(
  model: LoadedModel,
  modelFile: string,
  flags: DiagnoseFlags,
  context: Context,
  rng: Run["rng"],
): Promise<ParetoDiagnostic> {
  const { paretoDiagnostic } = await import("../../study/paretoDiagnostic.ts");
  const data = await loadTrainingRows(flags.train!, model, modelFile, flags, context);
  const progress = await createProgress(context, flags);
  try {
    return await speakingOf(modelFile, () =>
      paretoDiagnostic(model.posterior as Posterior as DensityPosterior, data, {
        rng,
        signal: context.signal,
        ...(progress.onProgress === undefined ? {} : { onProgress: progress.onProgress }),
      }),
    );
  } finally {
    progress.stop();
  }
}

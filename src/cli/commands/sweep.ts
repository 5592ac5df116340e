import { ArgumentError } from "../../errors/errors.ts";
import { formatFixed, formatNumber, formatWithError } from "../../report/format/formatNumber.ts";
import { logSpaced, type PriorVarianceSweep } from "../../study/sweepPriorVariance.ts";
import { needExactMethod } from "../chooseMethod.ts";
import { chooseSeed } from "../chooseSeed.ts";
import type { Context } from "../context.ts";
import { describeData } from "../describeFit.ts";
import { type FitFlags, fitModel } from "../fitModel.ts";
import { loadData } from "../loadData.ts";
import { type Message, say, textTable, wrote } from "../output.ts";
import { writePage } from "../page.ts";
import type { ReportOutputFlags } from "../reportFormat.ts";
import { runSurface, runSweep } from "../runSweep.ts";
import { describeScores } from "../scores.ts";
import { checkReport } from "../writeReport.ts";

/** Flags of `credence sweep`. */
export type SweepFlags = Omit<FitFlags, "priorVariance"> &
  ReportOutputFlags & {
    readonly priorVariance?: readonly [low: number, high: number];
    readonly points?: number;
    readonly out?: string;
  };

/** Rows of the printed table: all values are in the JSON. */
const SHOWN = 11;

/** Fits a model under many prior variances and says where the evidence is largest. */
export async function sweepCommand(file: string, flags: SweepFlags, context: Context): Promise<void> {
  const { priorVariance: range, points, out, ...fitFlags } = flags;
  if (points !== undefined && range === undefined) {
    throw new ArgumentError({
      where: "--points",
      problem: "the flag needs a range to spread the values over",
      fix: "Give one, as in --prior-variance 0.01..1000.",
    });
  }
  if (out !== undefined) await checkReport(out, flags, context.cwd);
  await needExactMethod(flags, "a sweep");
  const data = await loadData(file, flags, context);
  const seed = chooseSeed(flags, context);
  const fit = await fitModel(data, fitFlags, seed, context);
  const values = range && logSpaced(range[0], range[1], points ?? 121);
  const sweep = await runSweep(fit, values, { seed, flags }, context);
  const [table, found] = [describeData(data), describeSweep(sweep)];
  let files: string[] = [];
  if (out !== undefined) {
    const { facts, scores } = await describeScores(fit);
    const metrics = { ...facts, sweep: found.facts };
    const surface = await runSurface(fit, { seed, flags }, context);
    const parts = { data, fit, sweep, seed, metrics, ...(surface && { surface }), ...(scores && { scores }) };
    files = await writePage(out, parts, flags, context);
  }
  say(
    {
      facts: {
        command: "sweep",
        seed,
        data: table.facts,
        model: fit.posterior.model.spec,
        ...found.facts,
        ...(out === undefined ? {} : { page: out, files }),
      },
      lines: [...table.lines, ...found.lines, ...wrote(files)],
    },
    flags,
    context,
  );
}

function describeSweep(sweep: PriorVarianceSweep): Message {
  const { priorVariances, logEvidence, effectiveParameters, leaveOneOut, heldOut, maximum, notes } = sweep;
  const count = priorVariances.length;
  const shown = Array.from({ length: Math.min(SHOWN, count) }, (_, k) =>
    Math.round((k * (count - 1)) / Math.max(1, Math.min(SHOWN, count) - 1)),
  );
  const score = heldOut ?? leaveOneOut;
  const header = ["prior variance", "log evidence", "effective parameters"];
  if (score !== undefined) header.push(`${heldOut ? "held-out" : "leave-one-out"} mean log score`);
  const rows = shown.map((k) => [
    formatNumber(priorVariances[k]!),
    formatFixed(logEvidence.data[k]!, 2),
    formatNumber(effectiveParameters.data[k]!),
    ...(score === undefined ? [] : [formatWithError(score.mean.data[k]!, score.standardError.data[k])]),
  ]);
  const edge = maximum.boundary.find(({ of }) => of === "prior variance");
  const scores = (from: typeof score) =>
    from && { mean: from.mean.data, standardError: from.standardError.data };
  return {
    facts: {
      priorVariances,
      logEvidence: logEvidence.data,
      effectiveParameters: effectiveParameters.data,
      ...(leaveOneOut === undefined ? {} : { leaveOneOut: scores(leaveOneOut) }),
      ...(heldOut === undefined ? {} : { heldOut: scores(heldOut) }),
      maximum,
      notes,
    },
    lines: [
      ...textTable([header, ...rows]),
      edge === undefined
        ? `The evidence is largest, ${formatFixed(maximum.logEvidence, 2)}, at prior variance ${formatNumber(maximum.priorVariance)}.`
        : `The evidence has no maximum: it still rises as the prior variance goes to ${edge.towards}.`,
      ...notes.map(({ message }) => `Note: ${message}`),
    ],
  };
}

import type { DrawsSummary } from "../diagnostics/summarizeDraws.ts";
import type { Posterior } from "../inference/method.ts";
import { formatCount, formatFixed, formatNumber } from "../report/format/formatNumber.ts";
import type { ParetoDiagnostic } from "../study/paretoDiagnostic.ts";
import type { PosteriorSummary, SamplerSummary } from "../study/summarize.ts";
import { type Message, textTable } from "./output.ts";

/** Rows of a table that are shown; all of them are in the JSON. */
const SHOWN = 10;

/** What is said of a posterior. */
export interface DescribedSummary {
  readonly summary: PosteriorSummary;
  /** The numbers, in their table, of the rows that the function was looked at. */
  readonly rows?: readonly number[];
  readonly pareto?: ParetoDiagnostic;
}

/** A summary as tables, the worst rows first. */
export function describeSummary(posterior: Posterior, { summary, rows, pareto }: DescribedSummary): Message {
  const functions =
    summary.functions && rows
      ? summary.functions.map((row) => ({ ...row, name: rowName(row.name, rows) }))
      : undefined;
  const { method, basis, parameters, sampler, notes } = summary;
  const reason = parameters.find((row) => row.reason !== undefined)?.reason;
  const title = `${method}, ${formatCount(posterior.size)} parameters`;
  return {
    facts: {
      ...summary,
      ...(functions === undefined ? {} : { functions }),
      ...(pareto === undefined ? {} : { pareto }),
    },
    lines: [
      sampler === undefined ? title : `${title}, ${samplerWords(sampler)}`,
      ...(basis === "chains" ? [] : [`No R-hat: ${reason ?? basis}`]),
      ...table("Parameters, in the units the network sees", parameters, basis),
      ...(functions === undefined ? [] : table("Function, in the units of the target", functions, basis)),
      ...(sampler === undefined ? [] : energyLines(sampler)),
      ...(pareto === undefined ? [] : [pareto.note.message]),
      ...notes.map(({ message }) => message),
    ],
  };
}

/** "f(x[3])" as "f(row 17)". */
function rowName(name: string, rows: readonly number[]): string {
  return name.replace(/x\[(\d+)\]/, (_, i) => `row ${rows[Number(i)]}`);
}

function samplerWords({ chains, draws }: SamplerSummary): string {
  return `${chains} ${chains === 1 ? "chain" : "chains"}, ${formatCount(draws)} draws`;
}

function energyLines({ divergences, iterations, energyFractions }: SamplerSummary): string[] {
  if (divergences === undefined || iterations === undefined || energyFractions === undefined) return [];
  const given = energyFractions.filter((value) => value !== null);
  const lowest = given.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const fraction =
    given.length === 0 ? "cannot be given: no chain moved" : `at least ${formatFixed(lowest, 2)}`;
  return [
    `${formatCount(divergences)} of ${formatCount(iterations)} iterations diverged; E-BFMI ${fraction}`,
  ];
}

function table(title: string, rows: readonly DrawsSummary[], basis: PosteriorSummary["basis"]): string[] {
  if (rows.length === 0) return [];
  const chains = basis === "chains";
  const sorted = chains ? [...rows].sort(worstFirst) : rows;
  const order = chains ? ", the worst first" : "";
  const count = rows.length > SHOWN ? ` (${SHOWN} of ${formatCount(rows.length)}; --json has all)` : "";
  const header = [
    "",
    "mean",
    "sd",
    "5 %",
    "50 %",
    "95 %",
    ...(chains ? ["R-hat", "ESS bulk", "ESS tail", "MCSE"] : []),
  ];
  const cells = sorted
    .slice(0, SHOWN)
    .map((row) => [
      `  ${row.name}`,
      ...[row.mean, row.sd, row.q5, row.median, row.q95].map(cell),
      ...(chains
        ? [fixed(row.rHat, 3), fixed(row.essBulk, 0), fixed(row.essTail, 0), cell(row.mcseMean)]
        : []),
    ]);
  return [`${title}${order}${count}:`, ...textTable([header, ...cells])];
}

/** What cannot be given counts as worst. */
function worstFirst(a: DrawsSummary, b: DrawsSummary): number {
  const rHat = (row: DrawsSummary) => row.rHat ?? Number.MAX_VALUE;
  return rHat(b) - rHat(a) || (a.essBulk ?? 0) - (b.essBulk ?? 0);
}

const cell = (value: number | null): string => (value === null ? "none" : formatNumber(value));
const fixed = (value: number | null, digits: number): string =>
  value === null ? "none" : formatFixed(value, digits);

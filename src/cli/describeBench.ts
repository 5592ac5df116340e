import type { ScoreEntry } from "../metrics/scoreEntry.ts";
import { formatFixed } from "../report/format/formatNumber.ts";
import type { GoalsFound, PublishedTally } from "../study/benchmark/benchmarkGoals.ts";
import type { CellSummary } from "../study/benchmark/summariseBenchmark.ts";
import type { BenchFile } from "./benchFile.ts";
import { textTable } from "./output.ts";
import type { SeededRun } from "./runBench.ts";

/** What a benchmark found, as lines. */
export function describeBench(
  { sets, absent }: BenchFile,
  { summary: { cells, differences }, goals }: SeededRun,
): readonly string[] {
  const bySet = sets.flatMap(({ name, data, splits }) => {
    const own = cells.filter(({ set }) => set === name);
    const rows = own.map((cell) => {
      const difference = differences.find((of) => of.set === name && of.method === cell.method);
      return [...rowOf(cell), difference === undefined ? "" : withError(difference.logScore.splits, 3)];
    });
    return [
      "",
      `${name}: ${data.x.rows} rows, ${data.x.cols} inputs, ${splits.length} splits`,
      ...textTable([HEADER, ...rows]),
      ...own.flatMap(({ method, error }) => (error === undefined ? [] : [`  ${method} failed: ${error}`])),
    ];
  });
  return [
    ...absent.map(({ name, path }) => `Left out: ${name}, as there is no ${path} (name it with --data).`),
    ...bySet,
    ...describeGoals(goals),
  ];
}

const HEADER = [
  "method",
  "RMSE",
  "log score",
  "CRPS",
  "90 % intervals hold",
  "splits",
  "gradients",
  "log score against the best",
];

function rowOf({ method, rmse, logScore, crps, coverage, splits, tried, gradients }: CellSummary): string[] {
  const held = coverage.find(({ level }) => level === 0.9)!;
  const percent = { ...held, value: times100(held.value), standardError: times100(held.standardError) };
  return [
    method,
    withError(rmse, 3),
    withError(logScore, 3),
    withError(crps, 3),
    `${withError(percent, 1)} %`,
    splits === tried ? String(splits) : `${splits} of ${tried}`,
    gradients === null ? "" : formatFixed(gradients, 0),
  ];
}

const times100 = (value: number | null): number | null => (value === null ? null : 100 * value);

/** A value with its standard error, both to the same place. */
function withError({ value, standardError }: ScoreEntry, decimals: number): string {
  if (value === null) return "none";
  if (standardError === null) return formatFixed(value, decimals);
  return `${formatFixed(value, decimals)} ± ${formatFixed(standardError, decimals)}`;
}

function describeGoals({ tallies, levels, coverage }: GoalsFound): readonly string[] {
  return [
    "",
    ...tallies.map(describeTally),
    ...levels.map(({ set, method, found, least, aim, reachesLeast, reachesAim }) => {
      const told = reachesAim ? "reaches the aim" : reachesLeast ? "reaches the least" : "falls short";
      const wanted = [least, aim].map((value) => (value === null ? "none" : formatFixed(value, 2)));
      return `${set}, ${method}: log score ${withError(found, 3)}, least ${wanted[0]}, aim ${wanted[1]}: ${told}.`;
    }),
    ...coverage.map(({ set, method, coverage: of, tolerance, met }) => {
      const share = formatFixed(100 * (of.value ?? 0), 1);
      return `${set}, ${method}: 90 % intervals hold ${share} %, within ${formatFixed(100 * tolerance, 1)} of 90: ${met ? "yes" : "no"}.`;
    }),
  ];
}

function describeTally({
  method,
  row,
  score,
  sets,
  worse,
  notBetter,
  betterOn,
  met,
}: PublishedTally): string {
  const good = `as good on ${sets - worse.length} of ${sets} within one standard error`;
  const better = `better on ${sets - notBetter.length}, ${betterOn} wanted`;
  const tail = worse.length === 0 ? "" : ` (worse on ${worse.join(", ")})`;
  const words = score === "rmse" ? "RMSE" : "log score";
  return `${method} beside ${row}, ${words}: ${good}, ${better}${tail}: ${met ? "yes" : "no"}.`;
}

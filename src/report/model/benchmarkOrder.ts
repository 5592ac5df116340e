import { ranks } from "../../metrics/ranks.ts";
import type { BenchmarkSummary, CellSummary } from "../../study/benchmark/summariseBenchmark.ts";
import { methodNames, splitsOf } from "./benchmarkTables.ts";

/** Methods with their mean ranks over data sets by the log likelihood, 1 for the best, the best first. */
export interface MeanRanks {
  readonly names: readonly string[];
  readonly meanRanks: readonly number[];
}

/** The mean ranks of the methods that have a score on all splits of all data sets. */
export function wholeRanks(summary: BenchmarkSummary): MeanRanks {
  const sets = [...new Set(summary.cells.map(({ set }) => set))];
  const cellOf = (set: string, method: string): CellSummary | undefined =>
    summary.cells.find((cell) => cell.set === set && cell.method === method);
  const isWhole = (cell: CellSummary | undefined): boolean =>
    cell !== undefined && cell.logScore.value !== null && cell.splits === splitsOf(summary, cell.set);
  const whole = methodNames(summary).filter((method) => sets.every((set) => isWhole(cellOf(set, method))));
  const places = sets.map((set) =>
    ranks(
      whole.map((method) => cellOf(set, method)!.logScore.value),
      true,
    ),
  );
  const found = whole.map((name, j) => ({
    name,
    rank: places.reduce((sum, of) => sum + of[j]!, 0) / sets.length,
  }));
  found.sort((a, b) => a.rank - b.rank);
  return { names: found.map(({ name }) => name), meanRanks: found.map(({ rank }) => rank) };
}

/**
 * The summary with its methods in the order of the page: by their mean ranks, then those with fewer splits. So a method has the
 * same place, and the same colour, in every table and figure.
 */
export function inPageOrder(summary: BenchmarkSummary): BenchmarkSummary {
  const { names } = wholeRanks(summary);
  const order = [...names, ...methodNames(summary).filter((name) => !names.includes(name))];
  const cells = order.flatMap((name) => summary.cells.filter(({ method }) => method === name));
  return { ...summary, cells };
}

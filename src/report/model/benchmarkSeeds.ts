import type { GoalsFound } from "../../study/benchmark/benchmarkGoals.ts";
import { CHOSEN_FOR_SET, CHOSEN_NAMES } from "../../study/benchmark/chooseInside.ts";
import type { BenchmarkSummary, CellSummary } from "../../study/benchmark/summariseBenchmark.ts";
import { formatFixed } from "../format/formatNumber.ts";
import type { Section } from "../page/content.ts";

/** The same benchmark with one seed. */
export interface SeededBenchmark {
  readonly seed: string;
  readonly summary: BenchmarkSummary;
  readonly goals: GoalsFound;
}

/** What is concluded from a benchmark: every goal with whether it is met, in words. */
function conclusions({
  goals: { published, levels, coverage },
}: SeededBenchmark): ReadonlyMap<string, string> {
  const yes = (met: boolean | null) => (met ? "yes" : "no");
  return new Map([
    ...published.map(
      ({ method, row, set, score, asGood, better }) =>
        [
          `${method} as good as ${row} on ${set} by ${score === "rmse" ? "RMSE" : "log likelihood"}`,
          better ? "better" : yes(asGood),
        ] as const,
    ),
    ...levels.map(
      ({ set, method, reachesLeast, reachesAim }) =>
        [
          `level reached on ${set}, ${method}`,
          reachesAim ? "the aim" : reachesLeast ? "the least" : "none",
        ] as const,
    ),
    ...coverage.map(
      ({ set, method, met }) => [`90 % intervals hold on ${set}, ${method}`, yes(met)] as const,
    ),
  ]);
}

/** The methods beside the chosen one, the one with the largest mean log likelihood first. */
function best(cells: readonly CellSummary[], set: string): CellSummary | undefined {
  return cells
    .filter((cell) => cell.set === set && !CHOSEN_NAMES.includes(cell.method) && cell.logScore.value !== null)
    .sort((a, b) => b.logScore.value! - a.logScore.value!)[0];
}

/** The section that holds the same benchmark with other seeds beside each other; none of a single one. */
export function seedSection(runs: readonly SeededBenchmark[], sets: readonly string[]): readonly Section[] {
  const [first, ...others] = runs;
  if (first === undefined || others.length === 0) return [];
  const own = conclusions(first);
  const changed = [...own].flatMap(([what, told]) => {
    const there = others.map((run) => conclusions(run).get(what) ?? "not there");
    return there.every((one) => one === told) ? [] : [{ name: what, cells: [told, ...there] }];
  });
  return [
    {
      title: "Other seeds",
      blocks: [
        {
          kind: "scores",
          table: {
            caption:
              "The method chosen by set: its mean log likelihood with every seed; in brackets the method that had the largest.",
            rowName: "data set",
            columns: runs.map(({ seed }) => ({ name: `seed ${seed}` })),
            rows: sets.map((set) => ({
              name: set,
              cells: runs.map(({ summary: { cells } }) => {
                const chosen = cells.find((cell) => cell.set === set && cell.method === CHOSEN_FOR_SET)
                  ?.logScore.value;
                const top = best(cells, set);
                const words = chosen === undefined || chosen === null ? "none" : formatFixed(chosen, 3);
                return top === undefined
                  ? words
                  : `${words} (${top.method} ${formatFixed(top.logScore.value!, 3)})`;
              }),
            })),
          },
        },
        changed.length === 0
          ? {
              kind: "text",
              text: `None of ${own.size} conclusions above, on published rows, levels and coverage, is another one with another seed.`,
            }
          : {
              kind: "scores",
              table: {
                caption: `Conclusions that are not the same with every seed, of ${own.size} in all.`,
                rowName: "conclusion",
                columns: runs.map(({ seed }) => ({ name: `seed ${seed}` })),
                rows: changed,
              },
            },
      ],
    },
  ];
}

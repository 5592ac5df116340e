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

/** One thing that is concluded from a benchmark. */
interface Conclusion {
  readonly name: string;
  readonly told: string;
}

/** What is concluded from a benchmark: every goal with whether it is met, in words, by what it is about. */
function conclusions({
  goals: { published, levels, coverage },
}: SeededBenchmark): ReadonlyMap<string, Conclusion> {
  return new Map([
    ...published.map(({ method, row, set, score, asGood, better }) => {
      const name = `${set}, ${method}, ${score === "rmse" ? "RMSE" : "log likelihood"}`;
      const told = `${better ? "better than" : asGood ? "as good as" : "worse than"} ${row}`;
      return [`${name}, ${row}`, { name, told }] as const;
    }),
    ...levels.map(({ set, method, reachesLeast, reachesAim }) => {
      const name = `level reached on ${set}, ${method}`;
      return [name, { name, told: reachesAim ? "the aim" : reachesLeast ? "the least" : "none" }] as const;
    }),
    ...coverage.map(({ set, method, met }) => {
      const name = `90 % intervals hold on ${set}, ${method}`;
      return [name, { name, told: met ? "yes" : "no" }] as const;
    }),
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
  const changed = [...own].flatMap(([what, { name, told }]) => {
    const there = others.map((run) => conclusions(run).get(what)?.told ?? "not there");
    return there.every((one) => one === told) ? [] : [{ name, cells: [told, ...there] }];
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

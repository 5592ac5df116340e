import type { GoalsFound, PublishedTally } from "../../study/benchmark/benchmarkGoals.ts";
import { CHOSEN_FOR_SET, CHOSEN_NAMES } from "../../study/benchmark/chooseInside.ts";
import { type BenchmarkSummary, bestCell } from "../../study/benchmark/summariseBenchmark.ts";
import { formatFixed } from "../format/formatNumber.ts";
import type { Block, Section } from "../page/content.ts";
import { scoreName } from "./benchmarkTables.ts";

/** The same benchmark with one seed. */
export interface SeededBenchmark {
  readonly seed: string;
  readonly summary: BenchmarkSummary;
  readonly goals: GoalsFound;
}

/** What is concluded from a benchmark: every goal with whether it is met, in words, by what it is about. */
function conclusions({ goals: { tallies, levels, coverage } }: SeededBenchmark): ReadonlyMap<string, string> {
  return new Map([
    ...tallies.map((tally) => [tallyName(tally), tally.met ? "reached" : "missed"] as const),
    ...levels.map(({ set, method, reachesLeast, reachesAim }) => {
      const told = reachesAim ? "the aim" : reachesLeast ? "the least" : "none";
      return [`level reached on ${set}, ${method}`, told] as const;
    }),
    ...coverage.map(
      ({ set, method, met }) => [`90 % intervals hold on ${set}, ${method}`, met ? "yes" : "no"] as const,
    ),
  ]);
}

const tallyName = ({ method, row, score }: PublishedTally): string =>
  `${method} beside ${row}, ${scoreName(score)}`;

function tallyWords({ sets, worse, notBetter, betterOn }: PublishedTally): string {
  const wanted = betterOn === 0 ? "" : ` (${betterOn} wanted)`;
  const without = notBetter.length === 0 ? "" : `, not on ${notBetter.join(", ")}`;
  return `${sets - worse.length} of ${sets}; better on ${sets - notBetter.length}${wanted}${without}`;
}

/** How often methods are as good as their published rows, and where they are not better. */
function tallyBlock(runs: readonly SeededBenchmark[]): readonly Block[] {
  const { tallies } = runs[0]!.goals;
  if (tallies.length === 0) return [];
  const table = {
    caption:
      "Data sets on which a method is as good as its published row within one standard error, and on which it is better.",
    rowName: "method",
    columns: runs.map(({ seed }) => ({ name: `seed ${seed}` })),
    rows: tallies.map((tally) => ({
      name: tallyName(tally),
      cells: runs.map(({ goals }) => {
        const there = goals.tallies.find((one) => tallyName(one) === tallyName(tally));
        return there === undefined ? "none" : tallyWords(there);
      }),
    })),
  };
  return [{ kind: "scores", table }];
}

/** The section that holds the same benchmark with other seeds beside each other; none of a single one. */
export function seedSection(runs: readonly SeededBenchmark[], sets: readonly string[]): readonly Section[] {
  const [first, ...others] = runs;
  if (first === undefined || others.length === 0) return [];
  const concluded = conclusions(first);
  const elsewhere = others.map(conclusions);
  const changed = [...concluded].flatMap(([name, told]) => {
    const there = elsewhere.map((found) => found.get(name) ?? "not there");
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
                const own = cells.filter((cell) => cell.set === set);
                const chosen = own.find(({ method }) => method === CHOSEN_FOR_SET)?.logScore.value;
                const top = bestCell(own.filter(({ method }) => !CHOSEN_NAMES.includes(method)));
                const words = chosen === undefined || chosen === null ? "none" : formatFixed(chosen, 3);
                return top === undefined
                  ? words
                  : `${words} (${top.method} ${formatFixed(top.logScore.value!, 3)})`;
              }),
            })),
          },
        },
        ...tallyBlock(runs),
        changed.length === 0
          ? {
              kind: "text",
              text: `None of ${concluded.size} conclusions, on published rows, levels and coverage, is another one with another seed.`,
            }
          : {
              kind: "scores",
              table: {
                caption: `Conclusions that are not the same with every seed, of ${concluded.size} in all.`,
                rowName: "conclusion",
                columns: runs.map(({ seed }) => ({ name: `seed ${seed}` })),
                rows: changed,
              },
            },
      ],
    },
  ];
}

import { criticalDifference } from "../../metrics/criticalDifference.ts";
import type { BenchmarkSet } from "../../study/benchmark/benchmarkSpec.ts";
import { CHOSEN_NAMES } from "../../study/benchmark/chooseInside.ts";
import type { BenchmarkSummary } from "../../study/benchmark/summariseBenchmark.ts";
import type { BenchmarkCell } from "../../study/benchmark.ts";
import { formatCount, formatFixed } from "../format/formatNumber.ts";
import type { Block, Section } from "../page/content.ts";
import { wholeRanks } from "./benchmarkOrder.ts";
import { methodNames, splitName } from "./benchmarkTables.ts";

/** The most methods that one figure of coverage tells apart. */
const MOST_CURVES = 8;
const LEVELS = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

/** The log likelihood of every method on a data set, and its differences from the best. */
export function scoreFigures(set: string, summary: BenchmarkSummary): readonly Block[] {
  const { cells, differences } = summary;
  const own = cells.filter((cell) => cell.set === set && cell.splits > 0);
  if (!own.some(({ logScore }) => logScore.value !== null)) return [];
  const against = differences.find((one) => one.set === set)?.against;
  return [
    {
      kind: "figure",
      title: against === undefined ? set : [{ name: set }, `: ${against} has the best log likelihood.`],
      caption:
        "Standard errors of differences are corrected for training parts that overlap (Nadeau & Bengio 2003), those of the scores are not.",
      figure: {
        kind: "score-dots",
        data: {
          score: "mean log likelihood, nats",
          better: "higher",
          methods: own.map((cell) => {
            const found = differences.find((one) => one.set === set && one.method === cell.method);
            return {
              name: splitName(summary, cell),
              score: cell.logScore,
              ...(found === undefined ? {} : { difference: found.logScore.splits }),
            };
          }),
        },
      },
    },
  ];
}

/** Mean ranks over the data sets of the methods that have all splits of all of them. */
export function rankSection(sets: readonly string[], summary: BenchmarkSummary): readonly Section[] {
  const { names, meanRanks } = wholeRanks(summary);
  if (names.length < 2) return [];
  const difference = criticalDifference(names.length, sets.length);
  return [
    {
      title: "Ranks",
      blocks: [
        {
          kind: "figure",
          title: "Mean ranks over the data sets by the log likelihood.",
          caption: `Of ${names.length} methods with all splits of ${sets.length} data sets; “${CHOSEN_NAMES.join("” and “")}” are made of others. Nemenyi's critical difference at 5 % is ${formatFixed(difference, 2)}: data sets are few, so that ranks tell apart little. Splits of one data set are not independent and are not counted as further ones.`,
          figure: { kind: "critical-difference", data: { names, meanRanks, difference } },
        },
      ],
    },
  ];
}

/** The coverage of the first methods over all levels. */
export function coverageFigures(
  set: string,
  {
    cells,
    sets,
    summary,
  }: {
    readonly cells: readonly BenchmarkCell[];
    readonly sets: readonly BenchmarkSet[];
    readonly summary: BenchmarkSummary;
  },
): readonly Block[] {
  const own = methodNames(summary)
    .slice(0, MOST_CURVES)
    .flatMap((method) => cells.filter((cell) => cell.set === set && cell.method === method))
    .filter(({ outcomes }) => outcomes.some((outcome) => "fit" in outcome));
  if (own.length === 0) return [];
  const distinct = new Set(
    sets.find(({ name }) => name === set)!.splits.flatMap(({ testRows }) => Array.from(testRows)),
  );
  return [
    {
      kind: "figure",
      title: [{ name: set }, ": coverage of central intervals."],
      caption: `${own.length} methods, those with the best ranks on this page. The grey band is for ${formatCount(distinct.size)} independent rows: so many are tested, most of them by several splits.`,
      figure: {
        kind: "coverage",
        data: {
          levels: LEVELS,
          count: distinct.size,
          methods: own.map(({ method, outcomes }) => {
            const pit = outcomes.flatMap((outcome) => ("fit" in outcome ? outcome.fit.rows.pit : []));
            return {
              name: method,
              observed: LEVELS.map(
                (level) =>
                  pit.filter((p) => p !== null && Math.abs(p - 0.5) <= level / 2).length / pit.length,
              ),
            };
          }),
        },
      },
    },
  ];
}

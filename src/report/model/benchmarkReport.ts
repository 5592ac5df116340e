import { criticalDifference } from "../../metrics/criticalDifference.ts";
import { ranks } from "../../metrics/ranks.ts";
import type { GoalsFound } from "../../study/benchmark/benchmarkGoals.ts";
import type { BenchmarkMethod, BenchmarkSet } from "../../study/benchmark/benchmarkSpec.ts";
import { CHOSEN } from "../../study/benchmark/chooseInside.ts";
import type { PublishedRow } from "../../study/benchmark/publishedRow.ts";
import type { BenchmarkSummary } from "../../study/benchmark/summariseBenchmark.ts";
import type { BenchmarkCell } from "../../study/benchmark.ts";
import { formatCount, formatFixed } from "../format/formatNumber.ts";
import type { Block, Provenance, ReportContent, Section } from "../page/content.ts";
import type { Text } from "../page/text.ts";
import { benchmarkRemark } from "./benchmarkRemark.ts";
import { type SeededBenchmark, seedSection } from "./benchmarkSeeds.ts";
import {
  besidePublishedTable,
  computeTable,
  coverageTable,
  levelsTable,
  settingsTable,
  targetsTable,
  widthTable,
} from "./benchmarkTables.ts";

/** What the page of a benchmark is made from. */
export interface BenchmarkReportParts {
  readonly title: string;
  readonly sets: readonly BenchmarkSet[];
  readonly methods: readonly BenchmarkMethod[];
  /** With those of the method chosen inside. */
  readonly cells: readonly BenchmarkCell[];
  readonly summary: BenchmarkSummary;
  readonly published: readonly PublishedRow[];
  readonly goals: GoalsFound;
  /** The same with other seeds than that of the provenance. */
  readonly others?: readonly SeededBenchmark[];
  readonly provenance: Provenance;
}

/** The most methods that one figure of coverage tells apart. */
const MOST_CURVES = 8;
const LEVELS = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

/**
 * The page of a benchmark: our rows beside published ones, paired differences, ranks with their critical difference, coverage,
 * what was chosen, compute, and in words how each method did and why.
 */
export function benchmarkReport(parts: BenchmarkReportParts): ReportContent {
  const { title, summary, published, goals, provenance } = parts;
  const sets = parts.sets.map(({ name }) => name);
  const methods = parts.methods.length;
  const found = goals.published.length + goals.levels.length > 0;
  const sections: Section[] = [
    {
      title: "Beside published results",
      blocks: [
        { kind: "scores", table: besidePublishedTable(summary, published, sets, "rmse") },
        ...sources(published),
        ...(goals.published.length === 0 ? [] : [{ kind: "scores" as const, table: targetsTable(goals) }]),
      ],
    },
    {
      title: "Method by method, on the same rows",
      blocks: sets.flatMap((set) => scoreFigures(set, summary)),
    },
    ...rankSection(sets, summary),
    {
      title: "Calibration",
      blocks: [
        { kind: "scores", table: coverageTable(summary, sets) },
        ...sets.flatMap((set) => coverageFigures(set, parts)),
        { kind: "scores", table: widthTable(summary, sets) },
      ],
    },
    {
      title: "What was chosen, and what it took",
      blocks: [
        { kind: "scores", table: settingsTable(summary, sets) },
        { kind: "scores", table: computeTable(summary, sets) },
      ],
    },
    ...seedSection([{ seed: String(provenance.seed), summary, goals }, ...(parts.others ?? [])], sets),
    {
      title: "How each method did",
      blocks: parts.methods.map((method) => ({
        kind: "text",
        text: benchmarkRemark(method, summary, parts.cells),
      })),
    },
  ];
  return {
    title,
    subtitle: `${methods} method${methods === 1 ? "" : "s"} on ${sets.length} data set${sets.length === 1 ? "" : "s"}`,
    verdict: verdict(summary, goals),
    lead: [protocol(parts)],
    scores: besidePublishedTable(summary, published, sets, "logScore"),
    sections: found
      ? [
          ...(goals.levels.length === 0
            ? []
            : [
                {
                  title: "What was to be reached",
                  blocks: [{ kind: "scores" as const, table: levelsTable(goals) }],
                },
              ]),
          ...sections,
        ]
      : sections,
    provenance,
  };
}

function verdict({ cells }: BenchmarkSummary, { levels, coverage, published }: GoalsFound): Text {
  const reached = levels.filter(({ reachesLeast }) => reachesLeast).length;
  const aimed = levels.filter(({ reachesAim }) => reachesAim).length;
  const held = coverage.filter(({ met }) => met).length;
  const good = published.filter(({ asGood }) => asGood).length;
  const chosen = cells.filter(({ method }) => method === CHOSEN);
  const scores = chosen.map(
    ({ set, logScore }) => `${set} ${logScore.value === null ? "none" : formatFixed(logScore.value, 2)}`,
  );
  return [
    scores.length === 0
      ? "No method was chosen inside the training parts."
      : `Chosen inside the training parts, the mean log likelihood of test rows is ${scores.join(", ")}.`,
    levels.length === 0 ? "" : ` ${reached} of ${levels.length} least levels and ${aimed} aims are reached`,
    levels.length === 0
      ? ""
      : `; 90 % intervals hold what they should on ${held} of ${coverage.length} sets.`,
    published.length === 0
      ? ""
      : ` ${good} of ${published.length} figures are as good as those published for the same method.`,
  ];
}

function protocol({ sets, methods }: BenchmarkReportParts): Text {
  const sizes = sets.map(
    ({ name, data, splits }) =>
      `${name} (${formatCount(data.x.rows)} rows, ${data.x.cols} inputs, ${splits.length} splits)`,
  );
  const short = methods
    .filter(({ splits }) => splits !== undefined)
    .map(({ name, splits }) => `${name} (${splits} splits)`);
  return [
    `Data: ${sizes.join("; ")}. Inputs and target are standardised on the training part; errors and log likelihoods are in the units of the target. `,
    "Settings are chosen by the evidence, or by rows kept out of the training part; nothing is known of a test row before it is scored. ",
    `“${CHOSEN}” is on each split the method with the best cross-validated log score inside its training part, among those that were judged there.`,
    short.length === 0 ? "" : ` On fewer splits: ${short.join(", ")}.`,
  ];
}

function sources(published: readonly PublishedRow[]): readonly Block[] {
  return published.map(({ name, source, plusMinus, splits, remark }) => ({
    kind: "text",
    text: [
      { strong: `[${name}]` },
      ` ${source}. Its ± is ${plusMinus === "unknown" ? "not explained there" : `a ${plusMinus}`}${plusMinus === "standard deviation" ? `, divided here by √${splits}` : ""}.${remark === undefined ? "" : ` ${remark}`}`,
    ],
  }));
}

function scoreFigures(set: string, { cells, differences }: BenchmarkSummary): readonly Block[] {
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
          methods: own.map(({ method, logScore }) => {
            const found = differences.find((one) => one.set === set && one.method === method);
            return {
              name: method,
              score: logScore,
              ...(found === undefined ? {} : { difference: found.logScore.splits }),
            };
          }),
        },
      },
    },
  ];
}

/** Ranks over the data sets, of methods that all of them have on all splits. */
function rankSection(sets: readonly string[], { cells }: BenchmarkSummary): readonly Section[] {
  const names = [...new Set(cells.map(({ method }) => method))].filter((method) =>
    sets.every((set) =>
      cells.some((cell) => cell.set === set && cell.method === method && cell.logScore.value !== null),
    ),
  );
  if (names.length < 2) return [];
  const places = sets.map((set) =>
    ranks(
      names.map((method) => cells.find((cell) => cell.set === set && cell.method === method)!.logScore.value),
      true,
    ),
  );
  const meanRanks = names.map((_, j) => places.reduce((sum, of) => sum + of[j]! / sets.length, 0));
  const difference = criticalDifference(names.length, sets.length);
  return [
    {
      title: "Ranks",
      blocks: [
        {
          kind: "figure",
          title: "Mean ranks over the data sets by the log likelihood.",
          caption: `Nemenyi's critical difference at 5 % for ${names.length} methods on ${sets.length} data sets is ${formatFixed(difference, 2)}: data sets are few, so that ranks tell apart little. Splits of one data set are not independent and are not counted as further ones.`,
          figure: { kind: "critical-difference", data: { names, meanRanks, difference } },
        },
      ],
    },
  ];
}

function coverageFigures(set: string, { cells, sets, summary }: BenchmarkReportParts): readonly Block[] {
  const best = (method: string) =>
    summary.cells.find((one) => one.set === set && one.method === method)?.logScore.value ??
    Number.NEGATIVE_INFINITY;
  const own = cells
    .filter((cell) => cell.set === set && cell.outcomes.some((outcome) => "fit" in outcome))
    .sort((a, b) => best(b.method) - best(a.method))
    .slice(0, MOST_CURVES);
  if (own.length === 0) return [];
  const distinct = new Set(
    sets.find(({ name }) => name === set)!.splits.flatMap(({ testRows }) => Array.from(testRows)),
  );
  return [
    {
      kind: "figure",
      title: [{ name: set }, ": coverage of central intervals."],
      caption: `The ${own.length} methods with the best log likelihood. The grey band is for ${formatCount(distinct.size)} independent rows: so many are tested, most of them by several splits.`,
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

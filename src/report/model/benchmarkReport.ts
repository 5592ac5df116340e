import type { GoalsFound } from "../../study/benchmark/benchmarkGoals.ts";
import type { BenchmarkMethod, BenchmarkSet, SettingChoice } from "../../study/benchmark/benchmarkSpec.ts";
import { CHOSEN, CHOSEN_FOR_SET } from "../../study/benchmark/chooseInside.ts";
import type { PublishedRow } from "../../study/benchmark/publishedRow.ts";
import type { BenchmarkSummary } from "../../study/benchmark/summariseBenchmark.ts";
import type { BenchmarkCell } from "../../study/benchmark.ts";
import { formatCount, formatFixed } from "../format/formatNumber.ts";
import type { Block, Provenance, ReportContent, Section } from "../page/content.ts";
import type { Text } from "../page/text.ts";
import { coverageFigures, rankSection, scoreFigures } from "./benchmarkFigures.ts";
import { inPageOrder } from "./benchmarkOrder.ts";
import { benchmarkRemark } from "./benchmarkRemark.ts";
import { type SeededBenchmark, seedSection } from "./benchmarkSeeds.ts";
import {
  besidePublishedTable,
  computeTable,
  coverageTable,
  learnedTable,
  levelsTable,
  settingsTable,
  targetsTable,
  widthTable,
} from "./benchmarkTables.ts";

/** What the page of a benchmark is made from. */
export interface BenchmarkReportParts {
  readonly title: string;
  /** Further paragraphs of the lead. */
  readonly remarks?: readonly string[];
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

/**
 * The page of a benchmark: our rows beside published ones, paired differences, ranks with their critical difference, coverage,
 * what was chosen, compute, and in words how each method did and why.
 */
export function benchmarkReport(given: BenchmarkReportParts): ReportContent {
  const parts = { ...given, summary: inPageOrder(given.summary) };
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
        { kind: "scores", table: learnedTable(summary, sets) },
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
  const seeds = 1 + (parts.others?.length ?? 0);
  return {
    title: seeds === 1 ? title : `${title}, ${seeds} seeds`,
    subtitle: `${methods} method${methods === 1 ? "" : "s"} on ${sets.length} data set${sets.length === 1 ? "" : "s"}`,
    verdict: verdict(summary, goals),
    lead: [protocol(parts), ...(parts.remarks ?? [])],
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

function verdict({ cells }: BenchmarkSummary, { published, ...goals }: GoalsFound): Text {
  const levels = goals.levels.filter(({ method }) => method === CHOSEN_FOR_SET);
  const coverage = goals.coverage.filter(({ method }) => method === CHOSEN_FOR_SET);
  const reached = levels.filter(({ reachesLeast }) => reachesLeast).length;
  const aimed = levels.filter(({ reachesAim }) => reachesAim).length;
  const held = coverage.filter(({ met }) => met).length;
  const good = published.filter(({ asGood }) => asGood).length;
  const chosen = cells.filter(({ method }) => method === CHOSEN_FOR_SET);
  const scores = chosen.map(
    ({ set, logScore }) => `${set} ${logScore.value === null ? "none" : formatFixed(logScore.value, 2)}`,
  );
  return [
    scores.length === 0
      ? "No method was chosen inside the training parts."
      : `With the method that is chosen for each data set inside the training parts, the mean log likelihood of test rows is ${scores.join(", ")}.`,
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
    `${chosenBy(methods)} Nothing is known of a test row before it is scored. `,
    `“${CHOSEN}” is on each split the method with the best cross-validated log score inside its training part, among those that were judged there. “${CHOSEN_FOR_SET}” is the one whose scores inside the training parts are best on average over the splits: with far less noise, but no more quite without the test rows, which other splits train on.`,
    short.length === 0 ? "" : ` On fewer splits: ${short.join(", ")}.`,
  ];
}

/** What chooses the settings of which methods. */
function chosenBy(methods: readonly BenchmarkMethod[]): string {
  const lists = Object.entries(JUDGES).flatMap(([by, words]) => {
    const names = methods.flatMap(({ name, choose }) => (choose?.by === by ? [name] : []));
    return names.length === 0 ? [] : [`${words} for ${names.join(", ")}`];
  });
  return lists.length === 0 ? "All settings are given." : `Settings are chosen ${lists.join("; ")}.`;
}

const JUDGES: Readonly<Record<SettingChoice["by"], string>> = {
  evidence: "by the evidence",
  inside: "by folds inside the training part, which also judge the method,",
  "cross-validation": "by cross-validation inside the training part",
  validation: "by one part that is kept out of the training part",
};

function sources(published: readonly PublishedRow[]): readonly Block[] {
  return published.map(({ name, source, plusMinus, splits, remark }) => ({
    kind: "text",
    text: [
      { strong: `[${name}]` },
      ` ${source}. Its ± is ${plusMinus === "unknown" ? "not explained there" : `a ${plusMinus}`}${plusMinus === "standard deviation" ? `, divided here by √${splits}` : ""}.${remark === undefined ? "" : ` ${remark}`}`,
    ],
  }));
}

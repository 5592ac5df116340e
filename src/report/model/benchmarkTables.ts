import type { ScoreEntry } from "../../metrics/scoreEntry.ts";
import type { GoalsFound } from "../../study/benchmark/benchmarkGoals.ts";
import { CHOSEN_NAMES } from "../../study/benchmark/chooseInside.ts";
import { type PublishedRow, publishedError } from "../../study/benchmark/publishedRow.ts";
import { mostFrequentValues } from "../../study/benchmark/settingsOfSplits.ts";
import type { BenchmarkSummary, CellSummary } from "../../study/benchmark/summariseBenchmark.ts";
import { formatFixed, formatWithError } from "../format/formatNumber.ts";
import type { ScoreCell, ScoreTable } from "../page/content.ts";

/** What stands where there is nothing. */
const NONE = "–";

const cellOf = ({ value, standardError, note }: ScoreEntry): ScoreCell => {
  if (value === null) return note ?? "none";
  return standardError === null || standardError === 0 ? value : { value, error: standardError };
};

const percent = (entry: ScoreEntry): ScoreEntry => ({
  ...entry,
  value: entry.value === null ? null : 100 * entry.value,
  standardError: entry.standardError === null ? null : 100 * entry.standardError,
});

/** The names of the methods of a summary, in their order. */
export const methodNames = ({ cells }: BenchmarkSummary): readonly string[] => [
  ...new Set(cells.map(({ method }) => method)),
];

/** How many splits of a data set any method has. */
export const splitsOf = ({ cells }: BenchmarkSummary, set: string): number =>
  Math.max(0, ...cells.filter((cell) => cell.set === set).map(({ splits }) => splits));

/** The name of a method of a data set, with the number of its splits where others have more. */
export function splitName(summary: BenchmarkSummary, { set, method, splits }: CellSummary): string {
  return splits === splitsOf(summary, set) ? method : `${method} (${splits} splits)`;
}

/** A score; words, which are not compared, where it is a mean over fewer splits than those of other methods. */
function scoreOf(summary: BenchmarkSummary, { set, splits }: CellSummary, entry: ScoreEntry): ScoreCell {
  if (entry.value === null || splits === splitsOf(summary, set)) return cellOf(entry);
  return `${formatWithError(entry.value, entry.standardError ?? undefined)} (${splits} splits)`;
}

/** A row per method and a column per data set. */
function grid(
  summary: BenchmarkSummary,
  sets: readonly string[],
  value: (cell: CellSummary) => ScoreCell,
): ScoreTable["rows"] {
  return methodNames(summary).map((method) => ({
    name: method,
    cells: sets.map((set) => {
      const cell = summary.cells.find((one) => one.set === set && one.method === method);
      return cell === undefined ? NONE : value(cell);
    }),
  }));
}

/** Our rows of a score above the published ones. */
export function besidePublishedTable(
  summary: BenchmarkSummary,
  published: readonly PublishedRow[],
  sets: readonly string[],
  score: "rmse" | "logScore",
): ScoreTable {
  const better = score === "rmse" ? ("lower" as const) : ("higher" as const);
  return {
    caption: `${score === "rmse" ? "Root mean squared error, in units of the target" : "Mean log likelihood of a test row, in nats"}: mean over splits, with sd/√splits as the standard error. Published rows (in brackets) have their standard errors, where these can be told.`,
    rowName: "method",
    columns: sets.map((name) => ({ name, better })),
    rows: [
      ...grid(summary, sets, (cell) => scoreOf(summary, cell, cell[score])),
      ...published.map((row) => ({
        name: `[${row.name}]`,
        cells: sets.map((set): ScoreCell => {
          const figure = row[score][set];
          if (figure === undefined) return NONE;
          const error = publishedError(row, figure);
          const text = formatFixed(figure[0], 2);
          return error === null ? text : `${text} ± ${formatFixed(error, 2)}`;
        }),
      })),
    ],
  };
}

/** How many test rows the central 90 % intervals hold, and how wide they are. */
export function coverageTable(summary: BenchmarkSummary, sets: readonly string[]): ScoreTable {
  return {
    caption:
      "Test rows in central 90 % intervals, in per cent, all splits together; standard errors are clustered on rows, which several splits test.",
    rowName: "method",
    columns: sets.map((name) => ({ name, better: { near: 90 } })),
    rows: grid(summary, sets, (cell) =>
      scoreOf(summary, cell, percent(cell.coverage.find(({ level }) => level === 0.9)!)),
    ),
  };
}

/** How wide the central 90 % intervals are. */
export function widthTable(summary: BenchmarkSummary, sets: readonly string[]): ScoreTable {
  return {
    caption: "Mean width of central 90 % intervals, in units of the target.",
    rowName: "method",
    columns: sets.map((name) => ({ name })),
    rows: grid(summary, sets, ({ width90 }) => (width90.value === null ? NONE : width90.value)),
  };
}

/** What a split took: gradients of all rows of its training part, and fits. */
export function computeTable(summary: BenchmarkSummary, sets: readonly string[]): ScoreTable {
  return {
    caption:
      "Compute per split, with all that chooses settings and judges inside the training part: gradients of all its rows, and fits. Exact inference solves equations instead.",
    rowName: "method",
    columns: sets.map((name) => ({ name })),
    rows: grid(summary, sets, ({ gradients, fits }) => {
      const count = `${formatFixed(fits, fits % 1 === 0 ? 0 : 1)} fit${fits === 1 ? "" : "s"}`;
      return gradients === null ? count : `${formatFixed(gradients, 0)}, ${count}`;
    }),
  };
}

/** Of each setting the value that was chosen on more splits than any other. */
export function settingsTable(summary: BenchmarkSummary, sets: readonly string[]): ScoreTable {
  return {
    caption:
      "The values that were chosen inside the training part: of each setting that of most splits, with their number.",
    rowName: "method",
    columns: sets.map((name) => ({ name })),
    rows: withoutEmpty(
      grid(summary, sets, ({ settings }) =>
        words(
          mostFrequentValues(settings).flatMap((one) =>
            Object.entries(one.settings).map(
              ([place, value]) => `${shortPlace(place)} ${show(value)} (${one.splits})`,
            ),
          ),
        ),
      ),
    ),
  };
}

/** What fits found themselves, by their evidence or by the folds that judge them. */
export function learnedTable(summary: BenchmarkSummary, sets: readonly string[]): ScoreTable {
  return {
    caption:
      "What the fits found themselves, medians over the splits: the prior variance of standardised weights and the noise variance in squared units of the target, by the evidence; the learning rate; and the factor by which the folds inside the training part multiply variances.",
    rowName: "method",
    columns: sets.map((name) => ({ name })),
    rows: withoutEmpty(
      grid(summary, sets, ({ method, learned, settings }) =>
        words(
          Object.entries(LEARNED).flatMap(([name, word]) => {
            const value = learned[name];
            const given = settings.some((one) => `options.${name}` in one.settings);
            return value === undefined || given || CHOSEN_NAMES.includes(method)
              ? []
              : [`${word} ${Number(value.toPrecision(2))}`];
          }),
        ),
      ),
    ),
  };
}

/** What numbers that fits found are called; a rate that was given is no such number. */
const LEARNED: Readonly<Record<string, string>> = {
  priorVariance: "prior variance",
  noiseVariance: "noise variance",
  rate: "rate",
  varianceFactor: "factor",
};

const words = (list: readonly string[]): string => (list.length === 0 ? NONE : list.join(", "));

const withoutEmpty = (rows: ScoreTable["rows"]): ScoreTable["rows"] =>
  rows.filter(({ cells }) => cells.some((cell) => cell !== NONE));

/** Without the first word, which is "options" or "model". */
const shortPlace = (place: string): string => place.slice(place.indexOf(".") + 1);

function show(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return "kind" in value ? String(value.kind) : JSON.stringify(value);
}

/** What pages call the score of a comparison with a published row. */
export const scoreName = (score: "rmse" | "logScore"): string =>
  score === "rmse" ? "RMSE" : "log likelihood";

/** Methods beside the published row of the same method. */
export function targetsTable({ published }: GoalsFound): ScoreTable {
  return {
    caption:
      "Ours beside the published row of the same method: as good where it is not worse by more than our own standard error.",
    rowName: "method, data set",
    columns: [
      { name: "score" },
      { name: "ours" },
      { name: "published" },
      { name: "gain" },
      { name: "as good" },
      { name: "better" },
    ],
    rows: published.map(
      ({ method, set, score, ours, published: value, publishedError: error, ...found }) => ({
        name: `${method}, ${set}`,
        cells: [
          scoreName(score),
          cellOf(ours),
          error === null ? formatFixed(value, 2) : `${formatFixed(value, 2)} ± ${formatFixed(error, 2)}`,
          Number(found.gain.toFixed(3)),
          found.asGood ? "yes" : "no",
          found.better ? "yes" : "no",
        ],
      }),
    ),
  };
}

/** The levels that the method chosen inside was to reach, and its coverage. */
export function levelsTable({ levels, coverage }: GoalsFound): ScoreTable {
  const told = (value: number | null, reached: boolean | null) =>
    value === null ? NONE : `${formatFixed(value, 2)}: ${reached ? "reached" : "missed"}`;
  return {
    caption:
      "Methods chosen inside the training parts: their mean log likelihood beside what was to be reached, and their 90 % intervals.",
    rowName: "data set, method",
    columns: [
      { name: "log likelihood" },
      { name: "at least" },
      { name: "aim" },
      { name: "intervals hold, %" },
      { name: "90 within" },
    ],
    rows: levels.map(({ set, method, found, least, aim, reachesLeast, reachesAim }) => {
      const held = coverage.find((one) => one.set === set && one.method === method)!;
      return {
        name: `${set}, ${method}`,
        cells: [
          cellOf(found),
          told(least, reachesLeast),
          told(aim, reachesAim),
          cellOf(percent(held.coverage)),
          `${formatFixed(100 * held.tolerance, 1)}: ${held.met ? "yes" : "no"}`,
        ],
      };
    }),
  };
}

import { checkChoice, checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { ScoreEntry } from "../../metrics/scoreEntry.ts";
import { formatWithError } from "../format/formatNumber.ts";
import { type Markish, ruleX } from "../plot.ts";
import { rangeWords } from "./bandCaption.ts";
import { type Domain, extent, padDomain } from "./domain.ts";
import { type FigureOptions, type FigurePanel, type FigureParts, figureOptionNames } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { rangesMark } from "./pathMarks.ts";
import { checkRows, rowPanel } from "./rowPanel.ts";
import { seriesPoints, seriesStroke } from "./seriesStyles.ts";
import { standalone } from "./standalone.ts";

/** The score of one method. */
export interface MethodScore {
  readonly name: string;
  readonly score: ScoreEntry;
  /** Score less that of the best method, on the same rows; left out for the best one itself. */
  readonly difference?: ScoreEntry;
}

/** What {@link scoreFigure} draws. */
export interface ScoreData {
  /** Name of the score, with its unit. */
  readonly score: string;
  readonly better: "lower" | "higher";
  /** One row for each method, in this order; the i-th has the colour and the shape of the i-th series. */
  readonly methods: readonly MethodScore[];
}

/**
 * A score of several methods with its standard errors, a row for each; and, where differences are given, a second panel
 * with those from the best method and a line at 0. Differences of scores on the same rows have a standard error of their
 * own, mostly smaller than those of the scores.
 *
 * A score that is null has no point, and the caption says so; one without a standard error has no line.
 *
 * Throws an ArgumentError if there is no method or more than 60, no score is a number, or one is not finite.
 */
export function scoreFigure(data: ScoreData, options: FigureOptions, document: Document): SVGElement {
  return standalone(scoreParts(data, options, document), options, document);
}

/** The parts of {@link scoreFigure} for a page. */
export function scoreParts(data: ScoreData, options: FigureOptions, document: Document): FigureParts {
  checkScores(data, options);
  const { score, better, methods } = data;
  const names = methods.map(({ name }) => name);
  const scores = methods.map((method) => method.score);
  const paired = methods.some(({ difference }) => difference !== undefined);
  const differences = methods.map(({ difference }) => difference);
  const id = options.id ?? "figure";
  const title = options.title ?? `${score} of each method`;
  const panels = [entryPanel(scores, { id: `${id}-p1`, names, label: score, title }, document)];
  if (paired) {
    const label = "difference from the best";
    const second = { id: `${id}-p2`, names, label, title: `${score}: ${label}`, zero: true };
    panels.push(entryPanel(differences, second, document));
  }
  const missing = scores.filter(({ value }) => value === null).length;
  const caption = [
    `${better === "lower" ? "Lower" : "Higher"} is better. Thick lines: ± 1 standard error; thin lines: ± 2.`,
    ...(paired
      ? ["Below: differences from the best method on the same rows, with standard errors of their own."]
      : []),
    ...(missing === 0 ? [] : [`${missing} of ${methods.length} methods have no finite score.`]),
  ];
  return {
    size: "full",
    panels,
    direct: true,
    key: [],
    caption,
    description:
      `${methods.length} methods; ${score} ${rangeWords(entryDomain(scores, false))}, ${better} is better.` +
      (paired ? " A second panel shows differences from the best." : ""),
    tables: [scoreTable(data, paired)],
    names: [score, ...names],
  };
}

function checkScores({ better, methods }: ScoreData, options: FigureOptions): void {
  const where = "scoreFigure";
  checkKeys(where, options, figureOptionNames);
  checkChoice(where, "better", better, ["lower", "higher"]);
  checkRows(where, "methods", methods);
  for (const { name, score, difference } of methods) {
    checkEntry(`score of ${name}`, score);
    if (difference !== undefined) checkEntry(`difference of ${name}`, difference);
  }
  if (methods.some(({ score }) => score.value !== null)) return;
  throw new ArgumentError({ where, problem: "there must be a score that is a number, got none" });
}

function checkEntry(name: string, { value, standardError }: ScoreEntry): void {
  if (value !== null) checkNumber("scoreFigure", name, value);
  if (standardError !== null)
    checkNumber("scoreFigure", `standard error, ${name}`, standardError, { min: 0 });
}

/** All values with two standard errors to either side. */
function entryDomain(entries: readonly (ScoreEntry | undefined)[], zero: boolean): Domain {
  const ends = entries.flatMap((entry) => {
    if (entry === undefined || entry.value === null) return [];
    const reach = 2 * (entry.standardError ?? 0);
    return [entry.value - reach, entry.value + reach];
  });
  return padDomain(extent(ends, zero ? [0] : []) ?? [0, 0], 0.04);
}

interface EntryPanel {
  readonly id: string;
  readonly names: readonly string[];
  readonly label: string;
  readonly title: string;
  readonly zero?: boolean;
}

function entryPanel(
  entries: readonly (ScoreEntry | undefined)[],
  { id, names, label, title, zero = false }: EntryPanel,
  document: Document,
): FigurePanel {
  const notes = entries.map((entry) => {
    if (entry === undefined) return "best";
    return entry.value === null ? "—" : formatWithError(entry.value, entry.standardError ?? undefined);
  });
  const marks: Markish[] = zero ? [ruleX([0], { ...markStyles.reference })] : [];
  entries.forEach((entry, i) => {
    if (entry === undefined || entry.value === null) return;
    const { value, standardError } = entry;
    if (standardError !== null) {
      const range = (reach: number, width: number): Markish =>
        rangesMark(
          [value - reach * standardError],
          [value + reach * standardError],
          [i],
          seriesStroke(i, width),
        );
      marks.push(range(2, 1.4), range(1, 4));
    }
    marks.push(seriesPoints([value], [i], i, 4.6));
  });
  const x = { domain: entryDomain(entries, zero), label };
  return { svg: rowPanel({ id, names, x, marks, notes }, document).svg, title };
}

function scoreTable({ score, methods }: ScoreData, paired: boolean): FigureParts["tables"][number] {
  const cells = (entry: ScoreEntry | undefined): (string | number)[] => [
    entry?.value ?? "",
    entry?.standardError ?? "",
  ];
  const extra = paired ? ["difference from the best", "standard error"] : [];
  return {
    caption: "Scores",
    columns: ["method", score, "standard error", ...extra],
    rows: methods.map((method) => [
      method.name,
      ...cells(method.score),
      ...(paired ? cells(method.difference) : []),
    ]),
  };
}

import { parseDecimal } from "../data/decimal.ts";
import type { BootstrapEntry } from "../metrics/bootstrap.ts";
import type { ClassScores } from "../metrics/classScores.ts";
import type { Evaluation } from "../metrics/evaluate.ts";
import type { Scores } from "../metrics/regressionScores.ts";
import type { ScoreEntry } from "../metrics/scoreEntry.ts";
import { formatCount, formatNumber, formatWithError } from "../report/format/formatNumber.ts";

type Row = readonly string[];

/** Groups that are printed: all are in the JSON. */
const MOST_GROUPS = 30;
/** Classes whose detection is printed. */
const MOST_CLASSES = 12;

/** The main scores of numbers: name, value and how to read it. */
export function numberScores(scores: Scores): Row[] {
  return [
    ["  root mean squared error", entryText(scores.rmse), "lower is better"],
    ["  mean log score", entryText(scores.meanLogScore), "higher is better"],
    ["  mean CRPS", entryText(scores.meanCrps), "lower is better"],
    ...coverageRows(scores),
  ];
}

/** All scores of numbers that fit into a line. */
export function allNumberScores(scores: Scores): Row[] {
  const { quantiles, intervals } = scores.calibrationErrors;
  const { ecdf, pValue } = scores.pit;
  const inside = ecdf.outside === 0;
  return [
    ["  root mean squared error", entryText(scores.rmse), "lower is better"],
    ["  mean absolute error", entryText(scores.meanAbsoluteError), "lower is better"],
    ["  R²", entryText(scores.rSquared), "perfect is 1"],
    ["  mean log score", entryText(scores.meanLogScore), "higher is better"],
    ["  mean CRPS", entryText(scores.meanCrps), "lower is better"],
    ...(scores.energyScore === undefined
      ? []
      : [["  energy score of all targets", entryText(scores.energyScore), "lower is better"]]),
    ...coverageRows(scores),
    ["  mean standard deviation", entryText(scores.sharpness.meanSd), "lower is sharper"],
    ["  mean squared standardised error", entryText(scores.meanSquaredZ), "calibrated is 1"],
    [
      "  calibration error of quantiles",
      entryText(quantiles.meanAbsolute),
      chanceText(quantiles.meanAbsolute),
    ],
    [
      "  calibration error of intervals",
      entryText(intervals.meanAbsolute),
      chanceText(intervals.meanAbsolute),
    ],
    ["  miscalibration area", entryText(quantiles.area), chanceText(quantiles.area)],
    [
      "  calibration error of variances",
      entryText(scores.varianceCalibration.ence),
      chanceText(scores.varianceCalibration.ence),
    ],
    [
      "  PIT values in their 95 % band",
      inside ? "yes" : "no",
      `${inside ? "" : `outside at ${ecdf.outside} of ${ecdf.points.length} points; `}Kolmogorov-Smirnov p = ${formatNumber(pValue, 2)}`,
    ],
    ["  area of retained error", entryText(scores.retention.area), retentionText(scores.retention)],
  ];
}

function coverageRows(scores: Scores): Row[] {
  return scores.intervals.map(({ level, coverage, width }) => [
    `  coverage of ${formatNumber(100 * level)} % intervals`,
    entryText(coverage),
    `mean width ${entryText(width)}`,
  ]);
}

/** The main scores of classes. */
export function classScores(scores: ClassScores): Row[] {
  return [
    ["  accuracy", entryText(scores.accuracy), "higher is better"],
    ["  mean log score", entryText(scores.meanLogScore), "higher is better"],
    ["  Brier score", entryText(scores.brierScore), "lower is better"],
  ];
}

/** All scores of classes that fit into a line. */
export function allClassScores(scores: ClassScores): Row[] {
  const { expected, expectedEqualMass, classwise, maximum } = scores.calibrationErrors;
  const { reliability, resolution, uncertainty } = scores.brierDecomposition;
  const { bins, level } = scores.reliability;
  const outside = bins.filter((bin) => bin.frequency < bin.lower || bin.frequency > bin.upper).length;
  return [
    ...classScores(scores),
    ["    its reliability", entryText(reliability), "lower is better"],
    ["    its resolution", entryText(resolution), "higher is better"],
    ["    its uncertainty", entryText(uncertainty), "of the observations alone"],
    ["  expected calibration error", entryText(expected), chanceText(expected)],
    ["    in bins of equal mass", entryText(expectedEqualMass), chanceText(expectedEqualMass)],
    ["    of every class", entryText(classwise), chanceText(classwise)],
    ["  maximum calibration error", entryText(maximum), chanceText(maximum)],
    [
      `  bins outside their ${formatNumber(100 * level)} % band`,
      String(outside),
      `among ${bins.length}; by chance ${formatNumber((1 - level) * bins.length, 2)} or fewer`,
    ],
    ["  AUROC of the entropy for errors", entryText(scores.errorDetection.auroc), "chance is 0.5"],
    ...scores.classes
      .slice(0, MOST_CLASSES)
      .map((one) => [`  AUROC of class ${one.class}`, entryText(one.auroc), "chance is 0.5"]),
    ["  area of retained error", entryText(scores.retention.area), retentionText(scores.retention)],
  ];
}

/** One line per group, numbers in their order; where one has no scores, why. */
export function groupTable({ groups = [] }: Evaluation<Scores> | Evaluation<ClassScores>): Row[] {
  const header = groupHeader(groups.find(({ scores }) => scores !== null)?.scores);
  const sorted = [...groups].sort((a, b) => compareLabels(a.group, b.group));
  const lines = sorted.slice(0, MOST_GROUPS).map(({ group, rows, scores, note }): Row => {
    const cells = scores === null ? [...header.slice(1).map(() => ""), note!] : groupCells(scores);
    return [`  ${group}`, formatCount(rows), ...cells];
  });
  const more = groups.length - lines.length;
  return [
    ["  group", "rows", ...header],
    ...lines,
    ...(more === 0 ? [] : [[`  and ${formatCount(more)} more: see --json`]]),
  ];
}

function compareLabels(a: string, b: string): number {
  const difference = (parseDecimal(a) ?? Number.NaN) - (parseDecimal(b) ?? Number.NaN);
  return Number.isNaN(difference) ? (a < b ? -1 : 1) : difference;
}

function groupHeader(scores: Scores | ClassScores | null | undefined): Row {
  if (!scores) return [];
  if ("accuracy" in scores) return ["accuracy", "log score", "Brier score", "calibration error"];
  const coverage = `coverage of ${formatNumber(100 * scores.intervals.at(-1)!.level)} %`;
  return ["RMSE", "log score", "CRPS", coverage];
}

function groupCells(scores: Scores | ClassScores): Row {
  const entries =
    "accuracy" in scores
      ? [scores.accuracy, scores.meanLogScore, scores.brierScore, scores.calibrationErrors.expected]
      : [scores.rmse, scores.meanLogScore, scores.meanCrps, scores.intervals.at(-1)!.coverage];
  return entries.map(entryText);
}

function retentionText({ randomArea, oracleArea }: Scores["retention"]): string {
  if (randomArea === null || oracleArea === null) return "";
  return `best order ${formatNumber(oracleArea, 3)}, chance ${formatNumber(randomArea, 3)}`;
}

/** How large a distance from calibration is by chance alone. */
function chanceText({ chance }: BootstrapEntry): string {
  return chance === undefined ? "" : `by chance ${formatNumber(chance, 2)}`;
}

const ROUNDING = 1e-12;

/** A value with its standard error, or why there is none. */
export function entryText({ value, standardError, note }: ScoreEntry): string {
  if (value === null) return note ?? "none";
  // Equal values, as the widths of a noise that is the same everywhere, differ by their rounding alone.
  const rounding = standardError === null || standardError <= ROUNDING * Math.abs(value);
  return formatWithError(value, rounding ? undefined : standardError);
}

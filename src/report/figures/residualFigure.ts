import { checkKeys, checkLength, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { formatCount } from "../format/formatNumber.ts";
import { ruleY } from "../plot.ts";
import { rangeWords, sampleSentence } from "./bandCaption.ts";
import { TABLE_ROWS } from "./bandTables.ts";
import { extent, padDomain } from "./domain.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { pointsMark } from "./pathMarks.ts";
import { plotPanel } from "./plotPanel.ts";
import { standalone } from "./standalone.ts";
import { samplePoints, take } from "./thin.ts";

/** What {@link residualFigure} draws. */
export interface ResidualData {
  /** Means of the predictive distributions [n]. */
  readonly mean: ArrayLike<number>;
  /** Standardised residuals (y - mean) / sd of an observation [n]. */
  readonly residual: ArrayLike<number>;
}

/** Options of {@link residualFigure}. */
export interface ResidualOptions extends FigureOptions {
  /** Name of the target, with its unit. Default "y". */
  readonly yName?: string;
  /** Largest number of residuals drawn. Default 600. */
  readonly maxPoints?: number;
}

/**
 * Standardised residuals against the predicted mean, with lines at 0 and at ±2: under a good model they scatter evenly
 * about 0 and, where the predictive distribution is normal, about 95 % of them lie within ±2.
 *
 * Throws a ShapeError if the arrays differ in length, an ArgumentError if nothing is finite.
 */
export function residualFigure(data: ResidualData, options: ResidualOptions, document: Document): SVGElement {
  return standalone(residualParts(data, options, document), options, document);
}

/** The parts of {@link residualFigure} for a page. */
export function residualParts(data: ResidualData, options: ResidualOptions, document: Document): FigureParts {
  const where = "residualFigure";
  checkKeys(where, options, [...figureOptionNames, "yName", "maxPoints"]);
  const { mean, residual } = data;
  checkLength(where, "residual", residual, mean.length, "one per prediction");
  const limit = checkNumber(where, "maxPoints", options.maxPoints ?? 600, { min: 1, integer: true });
  const yName = options.yName ?? "y";
  const shown = samplePoints(mean, residual, limit);
  const [x, y] = [take(mean, shown), take(residual, shown)];
  const across = extent(x);
  if (across === undefined)
    throw new ArgumentError({ where, problem: "there must be a finite residual, got none" });
  const up = padDomain(extent(y, [-3, 3])!, 0.03);
  const panel = plotPanel(
    {
      size: "half",
      id: options.id ?? "figure",
      x: { domain: padDomain(across, 0.03), label: `predicted ${yName}` },
      y: { domain: up, label: "standardised residual" },
      marks: [
        ruleY([-2, 2], { ...markStyles.observationEdge }),
        ruleY([0], { ...markStyles.reference }),
        pointsMark(x, y, shown.length > 150 ? 1.8 : 2.4, markStyles.data),
      ],
    },
    document,
  );
  let within = 0;
  for (let i = 0; i < residual.length; i++) if (Math.abs(residual[i]!) <= 2) within += 1;
  const sentence = `${formatCount(within)} of ${formatCount(residual.length)} residuals lie within ±2 (dashed lines).`;
  return {
    size: "half",
    panels: [{ svg: panel.svg, title: options.title ?? "Standardised residuals against the predicted mean" }],
    direct: false,
    key: [],
    caption: [sentence, ...sampleSentence("residuals", residual.length, shown.length)],
    description: `Residuals ${rangeWords(up)} against predicted ${yName} ${rangeWords(across)}. ${sentence}`,
    tables: [
      {
        caption: "Residuals",
        columns: ["predicted mean", "standardised residual"],
        rows: Array.from(samplePoints(x, y, TABLE_ROWS), (i) => [x[i]!, y[i]!]),
        of: residual.length,
      },
    ],
    names: [yName],
  };
}

import { type Diagnosis, diagnose } from "../../diagnostics/diagnose.ts";
import { checkKeys } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { meanOf } from "../../numeric/mean.ts";
import { formatCount, formatNumber } from "../format/formatNumber.ts";
import { lightPalette } from "../palette.ts";
import { rangeWords } from "./bandCaption.ts";
import { curveView } from "./bandMarks.ts";
import { spreadOut } from "./directLabels.ts";
import { type Domain, extent, padDomain } from "./domain.ts";
import { type FigureOptions, type FigurePanel, type FigureParts, figureOptionNames } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { panelMeasures } from "./panelSizes.ts";
import { curvesMark } from "./pathMarks.ts";
import { type Panel, plotPanel } from "./plotPanel.ts";
import { checkQuantities, type QuantityDraws } from "./quantityDraws.ts";
import { SERIES_COUNT, seriesStroke, seriesSymbol } from "./seriesStyles.ts";
import { standalone } from "./standalone.ts";
import { appendText, svgElement } from "./svgText.ts";
import { take } from "./thin.ts";
import { thinnedSentence, thinTrace } from "./thinTrace.ts";

/** Stretches of a chain of which the smallest and largest draw are kept. */
const CHAIN_STRETCHES = 100;
const HEIGHT = 210;
/** Room for the numbers of the chains at the right. */
const MARGIN = 30;

/**
 * The draws of one or several quantities in the order they were drawn, a panel for each with its R-hat and bulk effective sample
 * size, and the chains in their colours, numbered at the right at their means. Chains that have mixed lie upon each other and
 * do not wander. At most 24 quantities.
 *
 * Throws an ArgumentError or ShapeError for no or too many quantities, chains of different lengths, or a quantity without a
 * finite draw.
 */
export function chainTraceFigure(
  data: readonly QuantityDraws[],
  options: FigureOptions,
  document: Document,
): SVGElement {
  return standalone(chainTraceParts(data, options, document), options, document);
}

/** The parts of {@link chainTraceFigure} for a page. */
export function chainTraceParts(
  data: readonly QuantityDraws[],
  options: FigureOptions,
  document: Document,
): FigureParts {
  const where = "chainTraceFigure";
  checkKeys(where, options, figureOptionNames);
  checkQuantities(where, data);
  const [chains, draws] = [data[0]!.chains.length, data[0]!.chains[0]!.length];
  const told = chains <= SERIES_COUNT;
  const diagnoses = data.map((quantity) => diagnose(quantity.chains));
  let blank = 0;
  for (const chain of data.flatMap((quantity) => quantity.chains))
    for (const draw of chain) if (!Number.isFinite(draw)) blank += 1;
  return {
    size: "half",
    panels: data.map((quantity, i) =>
      chainPanel(quantity, diagnoses[i]!, `${options.id ?? "figure"}-p${i + 1}`, document),
    ),
    direct: false,
    key: told
      ? Array.from({ length: chains }, (_, i) => ({ symbol: seriesSymbol(i), label: `chain ${i + 1}` }))
      : [],
    sharedX: "draw",
    caption: [
      ...(told ? [] : [`${chains} chains, one thin line each; they are not told apart.`]),
      ...(told && chains > 1 ? ["Numbers at the right: the chains, at their means."] : []),
      ...thinnedSentence("draws of each chain", draws, CHAIN_STRETCHES),
      ...(blank === 0
        ? []
        : [
            `${formatCount(blank)} ${blank === 1 ? "draw is" : "draws are"} not finite: the lines have gaps there.`,
          ]),
    ],
    description: data
      .map(
        ({ name, chains: own }, i) =>
          `${name}: ${diagnosisWords(diagnoses[i]!)}, ${rangeWords(extent(...own)!)}.`,
      )
      .join(" "),
    tables: [
      {
        caption: "Means of the chains",
        columns: [
          "quantity",
          "R-hat",
          "bulk ESS",
          "tail ESS",
          ...Array.from({ length: chains }, (_, i) => `chain ${i + 1}`),
        ],
        rows: data.map(({ name, chains: own }, i) => [
          name,
          ...[diagnoses[i]!.rHat, diagnoses[i]!.essBulk, diagnoses[i]!.essTail].map((value) => value ?? "—"),
          ...own.map(meanOf),
        ]),
      },
    ],
    names: data.map(({ name }) => name),
  };
}

/** "R-hat 1.002, bulk ESS 1,240". */
function diagnosisWords({ rHat, essBulk }: Diagnosis): string {
  const words = (value: number | null, digits: number) =>
    value === null ? "not given" : formatNumber(value, digits);
  return `R-hat ${words(rHat, 4)}, bulk ESS ${essBulk === null ? "not given" : formatCount(essBulk)}`;
}

function chainPanel(
  { name, chains }: QuantityDraws,
  diagnosis: Diagnosis,
  id: string,
  document: Document,
): FigurePanel {
  const all = extent(...chains);
  if (all === undefined)
    throw new ArgumentError({
      where: "chainTraceFigure",
      problem: `${name} must have a finite draw, got none`,
    });
  const x: Domain = [1, chains[0]!.length];
  const y = padDomain(all, 0.04);
  const view = curveView("half", x, y);
  const told = chains.length <= SERIES_COUNT;
  const marks = chains.map((chain, i) => {
    const shown = thinTrace(chain, CHAIN_STRETCHES);
    const style = told ? { ...seriesStroke(i, 0.9), strokeOpacity: 0.9 } : markStyles.draw;
    return curvesMark(
      shown.map((at) => at + 1),
      [take(chain, shown)],
      view,
      style,
    );
  });
  const panel = plotPanel(
    {
      size: "half",
      id,
      height: HEIGHT,
      heading: name,
      x: { domain: x },
      y: { domain: y, label: diagnosisWords(diagnosis) },
      marks,
      marginRight: MARGIN,
    },
    document,
  );
  if (told && chains.length > 1) numberChains(panel, chains.map(meanOf), document);
  return { svg: panel.svg, title: name };
}

/** Writes the number of each chain at the right at its mean, with a stroke in its colour. */
function numberChains(panel: Panel, means: readonly number[], document: Document): void {
  const finite = means.flatMap((mean, i) => (Number.isFinite(mean) ? [i] : []));
  const places = spreadOut(
    finite.map((i) => panel.y(means[i]!)),
    panelMeasures.half.largestFont * 1.2,
    panel.top + 4,
    panel.bottom - 4,
  );
  finite.forEach((i, at) => {
    const y = Number(places[at]!.toFixed(1));
    const { className, stroke = "" } = seriesStroke(i);
    const line = {
      class: className,
      d: `M${panel.right + 4},${y}h8`,
      fill: "none",
      stroke,
      "stroke-width": 2,
    };
    panel.svg.append(svgElement(document, "path", line));
    const place = { x: panel.right + 16, y, dy: 0.35, className: "mark-name", fill: lightPalette.ink };
    appendText(document, panel.svg, String(i + 1), place);
  });
}

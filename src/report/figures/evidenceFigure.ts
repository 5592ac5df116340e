import { checkKeys } from "../../errors/checks.ts";
import { formatNumber, formatWithError } from "../format/formatNumber.ts";
import { linearTicks, logTicks } from "../format/ticks.ts";
import { plainText, type Text } from "../page/text.ts";
import { lightPalette } from "../palette.ts";
import { lineY, type Markish, ruleX } from "../plot.ts";
import { rangeWords } from "./bandCaption.ts";
import type { Domain } from "./domain.ts";
import { checkSweep, type EvidenceData, sweepTable } from "./evidenceData.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { CHARACTER_WIDTH, panelMeasures } from "./panelSizes.ts";
import { pointsMark } from "./pathMarks.ts";
import { leftMargin, type Panel, plotPanel } from "./plotPanel.ts";
import { standalone } from "./standalone.ts";
import { appendText } from "./svgText.ts";
import { type Curve, curveDomain, findMaximum, type Maximum } from "./sweepCurves.ts";

const AXIS = "prior variance σ²_φ (logarithmic scale)";

/**
 * The log evidence, the effective number of parameters, the norm of the weights and a score of held-out data against the variance
 * of the prior: panels above each other on one logarithmic axis. The maxima are marked; a maximum at an end of the range is
 * named as such, since the range then holds no interior maximum.
 *
 * Throws a ShapeError if the arrays differ in length, an ArgumentError if the variances are not positive and ascending.
 */
export function evidenceFigure(data: EvidenceData, options: FigureOptions, document: Document): SVGElement {
  return standalone(evidenceParts(data, options, document), options, document);
}

/** The parts of {@link evidenceFigure} for a page. */
export function evidenceParts(data: EvidenceData, options: FigureOptions, document: Document): FigureParts {
  checkKeys("evidenceFigure", options, figureOptionNames);
  checkSweep(data);
  const x = data.priorVariance;
  const evidence = findMaximum(x, data.logEvidence);
  const curves = sweepCurves(data, evidence);
  const views = curves.map((curve) => {
    const { domain, cut } = curveDomain(curve);
    const ticks = curve.log === true ? logTicks : linearTicks;
    return { domain, cut, ticks: ticks(domain[0], domain[1], curve.whole ? 3 : 4) };
  });
  const marginLeft = Math.max(...views.map(({ ticks }) => leftMargin("full", ticks.labels)));
  const panels = curves.map((curve, i) => {
    const last = i === curves.length - 1;
    const { domain, ticks } = views[i]!;
    const panel = plotPanel(
      {
        size: "full",
        id: `${options.id ?? "figure"}-p${i + 1}`,
        height: (curve.whole ? 140 : 168) + (last ? 40 : 0),
        x: { domain: [x[0]!, x[x.length - 1]!], log: true, ...(last ? { label: AXIS } : { bare: true }) },
        y: { domain, ticks, label: curve.label, log: curve.log === true },
        marks: curveMarks(x, curve, domain, evidence),
        marginLeft,
        marginRight: 28,
      },
      document,
    );
    writeMark(panel, curve, evidence, document);
    return { svg: panel.svg, title: `${curve.label} against the prior variance` };
  });
  return {
    size: "full",
    panels,
    direct: true,
    key: [],
    caption: [
      ...maximumSentences(data, evidence),
      "Dotted line: the maximum of the evidence.",
      ...(views.some(({ cut }) => cut) ? ["Low ends of the curves lie below the panels."] : []),
    ],
    description:
      `${panels.length} panels against the prior variance ${rangeWords([x[0]!, x[x.length - 1]!])}. ` +
      maximumSentences(data, evidence).map(plainText).join(" "),
    tables: [sweepTable(data)],
    names: data.score === undefined ? [] : [data.score.name],
  };
}

function sweepCurves(data: EvidenceData, evidence: Maximum): Curve[] {
  const curves: Curve[] = [
    {
      label: "log evidence (nats)",
      values: data.logEvidence,
      mark: evidence,
      note: maximumNote(evidence),
      whole: false,
    },
  ];
  if (data.effectiveParameters !== undefined) {
    const value = data.effectiveParameters[evidence.index]!;
    const of = data.parameters === undefined ? "" : ` of ${data.parameters}`;
    const note = `${formatNumber(value, 3)}${of} where the evidence is largest`;
    const mark = { ...evidence, value };
    curves.push({
      label: "effective number of parameters",
      values: data.effectiveParameters,
      mark,
      note,
      whole: true,
    });
  }
  if (data.weightNorm !== undefined) {
    const value = data.weightNorm[evidence.index]!;
    curves.push({
      label: "norm of the weights (root mean square, log scale)",
      values: data.weightNorm,
      mark: { ...evidence, value },
      note: `${formatNumber(value, 3)} where the evidence is largest`,
      whole: true,
      log: true,
    });
  }
  if (data.score !== undefined) {
    const best = findMaximum(data.priorVariance, data.score.values);
    curves.push({
      label: data.score.name,
      values: data.score.values,
      mark: best,
      note: maximumNote(best),
      whole: false,
    });
  }
  return curves;
}

function maximumNote(maximum: Maximum): string {
  const at = formatNumber(maximum.at, 3);
  return maximum.interior ? `largest at ${at}` : `largest at the edge (${at}): no interior maximum`;
}

function curveMarks(x: ArrayLike<number>, curve: Curve, domain: Domain, evidence: Maximum): Markish[] {
  const line = { x: Array.from(x), y: Array.from(curve.values) };
  return [
    ruleX([evidence.at], { y1: domain[0], y2: domain[1], ...markStyles.maximum }),
    lineY({ length: x.length }, { ...line, ...markStyles.curve, clip: true }),
    pointsMark([curve.mark.at], [curve.mark.value], 3.4, markStyles.meanPoint),
  ];
}

/** Writes the note beside its point: to the left, unless it would leave the panel or cross the line of the maximum. */
function writeMark(panel: Panel, curve: Curve, evidence: Maximum, document: Document): void {
  const { font } = panelMeasures.full;
  const x = panel.x(curve.mark.at);
  const line = panel.x(evidence.at);
  const room = curve.note.length * CHARACTER_WIDTH * font + 14;
  const crosses = line < x && line > x - room;
  const right = x - room < panel.left || (crosses && x + room < panel.right);
  const place = {
    x: Number((right ? x + 7 : x - 7).toFixed(1)),
    y: Number((panel.y(curve.mark.value) - 9).toFixed(1)),
    anchor: right ? "start" : "end",
    className: "mark-name",
  } as const;
  appendText(document, panel.svg, curve.note, { ...place, fill: lightPalette.ink });
}

function maximumSentences(data: EvidenceData, evidence: Maximum): Text[] {
  const sentences: Text[] = [
    evidence.interior
      ? `The log evidence is largest at σ²_φ = ${formatNumber(evidence.at, 3)}, where it is ${formatNumber(evidence.value)}.`
      : `The log evidence is largest at the edge of the range, σ²_φ = ${formatNumber(evidence.at, 3)}: there is no ` +
        "interior maximum, and a wider range may hold a larger value.",
  ];
  if (data.score === undefined) return sentences;
  const best = findMaximum(data.priorVariance, data.score.values);
  const value = formatWithError(best.value, data.score.errors?.[best.index]);
  const where = best.interior ? "" : ", the edge of the range";
  const at = ` is largest at σ²_φ = ${formatNumber(best.at, 3)}${where} (${value}).`;
  sentences.push(["The ", { name: data.score.name }, at]);
  return sentences;
}

import { roundGeometry } from "../figures/roundGeometry.ts";
import { standalone } from "../figures/standalone.ts";
import type { FigureBlock, ReportContent } from "./content.ts";
import { buildFigure, type FigureSpec } from "./figureSpec.ts";
import { plainText } from "./text.ts";

/** A figure of a report by itself. */
export interface ReportFigure {
  /** Its number on the page, from 1. */
  readonly number: number;
  readonly kind: FigureSpec["kind"];
  /** What it shows: the first sentence below it on the page. */
  readonly title: string;
  /** The other sentences below it: bands, points, what was left out. */
  readonly caption: string;
  /** The drawing in light colours, as a file of its own: SVG without script, style sheet or anything from elsewhere. */
  readonly svg: string;
}

/**
 * The figures of a report, each as one drawing that stands by itself, in the order and with the numbers of the page. The
 * same content gives the same strings.
 *
 * @param document Where they are drawn: that of a browser, or `reportDocument()`.
 * @throws ArgumentError or ShapeError if a figure's data do not fit together.
 */
export function reportFigures(content: ReportContent, document: Document): ReportFigure[] {
  return figureBlocks(content).map((block, i) => {
    const id = `figure-${i + 1}`;
    const title = plainText(block.title);
    const parts = buildFigure(block.figure, id, document);
    const caption = [...(block.caption === undefined ? [] : [block.caption]), ...parts.caption];
    return {
      number: i + 1,
      kind: block.figure.kind,
      title,
      caption: caption.map(plainText).join(" "),
      svg: svgText(standalone(parts, { id, title }, document)),
    };
  });
}

/** A drawing as XML, which knows no `&nbsp;`. */
function svgText(svg: SVGElement): string {
  return `${roundGeometry(svg.outerHTML).replaceAll("&nbsp;", "\u00a0")}\n`;
}

function figureBlocks(content: ReportContent): FigureBlock[] {
  return content.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => {
      if (block.kind === "row") return block.figures;
      return block.kind === "figure" ? [block] : [];
    }),
  );
}

import type { FigureParts } from "../figures/figure.ts";
import { fitName } from "../figures/fitName.ts";
import { keySymbolMarkup } from "../figures/keySymbols.ts";
import { roundGeometry } from "../figures/roundGeometry.ts";
import { columnsOf, describeSvg } from "../figures/standalone.ts";
import { visibleText } from "../format/visibleText.ts";
import type { FigureBlock } from "./content.ts";
import { buildFigure } from "./figureSpec.ts";
import { type Html, html, trusted } from "./html.ts";
import { renderTable } from "./renderTable.ts";
import { type Names, nameHtml, textHtml } from "./text.ts";

/** What all parts of one page share while it is rendered. */
export interface Rendering {
  readonly document: Document;
  readonly names: Names;
  /** Numbers the figures of the page from 1. */
  nextFigure(): number;
}

/** A numbered figure: key, panels, caption, and the table of its numbers to be opened. */
export function renderFigure(block: FigureBlock, rendering: Rendering): Html {
  const { names } = rendering;
  const number = rendering.nextFigure();
  const parts = buildFigure(block.figure, `f${number}`, rendering.document);
  for (const name of parts.names) {
    if (fitName(name, parts.size) !== visibleText(name)) names.add(name);
  }
  for (const name of parts.shortened ?? []) names.add(name);
  const caption = block.caption === undefined ? [] : [trusted(" "), ...textHtml(block.caption, names)];
  return html`<div class="figure size-${parts.size}${parts.direct ? " direct" : ""}${parts.labelMargin ? " crop" : ""}">
<figure id="figure-${number}">
${renderKey(parts, names)}${shared("shared-y", parts.sharedY, names)}<div class="panels columns-${columnsOf(parts)}${parts.rows === undefined ? "" : ` rows-${parts.rows}`}">
${renderPanels(parts, number, rendering.document)}</div>
${shared("shared-x", parts.sharedX, names)}<figcaption><strong>Figure ${number}.</strong> <span class="finding">${textHtml(block.title, names)}</span>${caption}${parts.caption.map((sentence) => html` ${textHtml(sentence, names)}`)}</figcaption>
</figure>
${renderTables(parts, number, names)}
</div>
`;
}

function renderKey(parts: FigureParts, names: Names): Html | undefined {
  if (parts.key.length === 0) return undefined;
  const entries = parts.key.map(
    (entry) => html`<li>${trusted(keySymbolMarkup(entry.symbol))}${nameHtml(entry.label, names)}</li>`,
  );
  return html`<ul class="key">${entries}</ul>\n`;
}

function shared(className: string, name: string | undefined, names: Names): Html | undefined {
  return name === undefined ? undefined : html`<p class="${className}">${nameHtml(name, names)}</p>\n`;
}

function renderPanels(parts: FigureParts, number: number, document: Document): Html[] {
  const count = parts.panels.length;
  return parts.panels.map(({ svg, title }, i) => {
    const place = count === 1 ? "" : `Panel ${i + 1} of ${count}. `;
    const description = i === 0 ? parts.description : "Described with the first panel.";
    describeSvg(
      document,
      svg,
      count === 1 ? `f${number}` : `f${number}-p${i + 1}`,
      title,
      `${place}${description}`,
    );
    return trusted(`${roundGeometry(svg.outerHTML)}\n`);
  });
}

function renderTables(parts: FigureParts, number: number, names: Names): Html {
  const tables = parts.tables.map((table) => {
    const label = `Table of figure ${number}: ${visibleText(table.caption)}`;
    return html`<div class="scroll" tabindex="0" role="group" aria-label="${label}">${renderTable(table, names)}</div>\n`;
  });
  return html`<details><summary>Numbers of figure ${number}</summary>
${tables}</details>`;
}

import { checkKeys } from "../../errors/checks.ts";
import { visibleLines } from "../format/visibleText.ts";
import { compactJson } from "./compactJson.ts";
import type { Block, Provenance, ReportContent, ReportNote, Section } from "./content.ts";
import { escapeHtml, type Html, html, trusted } from "./html.ts";
import { pageShell } from "./pageShell.ts";
import { type Rendering, renderFigure } from "./renderFigure.ts";
import { renderScores } from "./renderTable.ts";
import { reportDocument } from "./reportDocument.ts";
import { createNames, nameHtml, textHtml } from "./text.ts";

/** Options of {@link renderReport}. */
export interface ReportOptions {
  /** Document in which figures are drawn; default: one of jsdom, made once and used for every page. */
  readonly document?: Document;
}

const TITLE_LIMIT = 140;

/**
 * One self-contained page: a string of HTML without script, which allows itself nothing but its own style sheet. The
 * same content gives the same bytes.
 *
 * Throws an ArgumentError or ShapeError if a figure's data do not fit together.
 */
export function renderReport(content: ReportContent, options: ReportOptions = {}): string {
  checkKeys("renderReport", options, ["document"]);
  let figures = 0;
  const rendering: Rendering = {
    document: options.document ?? reportDocument(),
    names: createNames(),
    nextFigure: () => ++figures,
  };
  const { names } = rendering;
  const title = names.show(content.title, TITLE_LIMIT);
  const opening = renderOpening(content, rendering);
  const sections = content.sections.map((section, i) => renderSection(section, i + 1, rendering));
  const { subtitle } = content;
  return pageShell({
    title,
    header: subtitle === undefined ? undefined : html`<p class="subtitle">${textHtml(subtitle, names)}</p>\n`,
    main: [opening, renderContents(content.sections, rendering) ?? trusted(""), ...sections],
    footer: html`${renderProvenance(content.provenance, rendering)}${renderNames(rendering)}`,
  });
}

function renderOpening(content: ReportContent, rendering: Rendering): Html {
  const { names } = rendering;
  return html`<p class="verdict">${textHtml(content.verdict, names)}</p>
${(content.lead ?? []).map((text) => html`<p>${textHtml(text, names)}</p>\n`)}${renderNotes(content.notes ?? [], rendering)}${content.scores === undefined ? undefined : renderScoreBlock(content.scores, rendering)}`;
}

function renderScoreBlock(table: NonNullable<ReportContent["scores"]>, { names }: Rendering): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table of scores">${renderScores(table, names)}</div>\n`;
}

function renderContents(sections: readonly Section[], { names }: Rendering): Html | undefined {
  if (sections.length < 2) return undefined;
  const items = sections.map(
    (section, i) => html`<li><a href="#s${i + 1}">${textHtml(section.title, names)}</a></li>\n`,
  );
  return html`<nav aria-label="Contents"><ol>
${items}<li><a href="#provenance">How this page was made</a></li>
</ol></nav>
`;
}

function renderSection(section: Section, number: number, rendering: Rendering): Html {
  const blocks = section.blocks.map((block) => renderBlock(block, rendering));
  return html`<section id="s${number}" aria-labelledby="s${number}-title">
<h2 id="s${number}-title">${textHtml(section.title, rendering.names)}</h2>
${blocks}</section>
`;
}

function renderBlock(block: Block, rendering: Rendering): Html {
  switch (block.kind) {
    case "text":
      return html`<p>${textHtml(block.text, rendering.names)}</p>\n`;
    case "figure":
      return renderFigure(block, rendering);
    case "row":
      return html`<div class="row">\n${block.figures.map((figure) => renderFigure(figure, rendering))}</div>\n`;
    case "scores":
      return renderScoreBlock(block.table, rendering);
    case "notes":
      return renderNotes(block.notes, rendering) ?? trusted("");
  }
}

function renderNotes(notes: readonly ReportNote[], { names }: Rendering): Html | undefined {
  if (notes.length === 0) return undefined;
  const items = notes.map(
    (note) =>
      html`<li class="${note.level}"><strong>${note.level === "warning" ? "Warning." : "Note."}</strong> ${textHtml(note.text, names)}</li>\n`,
  );
  return html`<ul class="notes">\n${items}</ul>\n`;
}

function renderProvenance(provenance: Provenance, { names }: Rendering): Html {
  const { data } = provenance;
  const facts: readonly (readonly [string, Html])[] = [
    ["Data", html`${nameHtml(data.name, names)}, ${data.rows} rows, ${data.columns} columns`],
    ["Hash of the data", html`<code>${data.hash}</code>`],
    ["Seed", html`<code>${names.show(String(provenance.seed))}</code>`],
    ["Version", html`credence ${provenance.version}`],
    ...(provenance.facts ?? []).map(([name, value]) => [name, html`${value}`] as const),
  ];
  const spec = visibleLines(compactJson(provenance.spec));
  return html`<section id="provenance" aria-labelledby="provenance-title">
<h2 id="provenance-title">How this page was made</h2>
<p>The command below makes this page again, byte for byte, from the same data.</p>
<pre><code>${trusted(escapeHtml(visibleLines(provenance.command)))}</code></pre>
<dl>
${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>
<h3>Specification</h3>
<pre><code>${trusted(escapeHtml(spec))}</code></pre>
</section>
`;
}

function renderNames({ names }: Rendering): Html | undefined {
  const full = names.full();
  if (full.length === 0) return undefined;
  return html`<section aria-labelledby="names-title">
<h2 id="names-title">Shortened names in full</h2>
<ul class="names">
${full.map((name) => html`<li><bdi>${name}</bdi></li>\n`)}</ul>
</section>
`;
}

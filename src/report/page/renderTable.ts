import { formatCount, formatNumber, formatPlain, formatWithError } from "../format/formatNumber.ts";
import type { ScoreCell, ScoreColumn, ScoreTable } from "./content.ts";
import { type Html, html, trusted } from "./html.ts";
import type { Table } from "./table.ts";
import { type Names, nameHtml, symbols, textHtml } from "./text.ts";

/** The table of the drawn marks under a figure, with a statement when it is thinned. */
export function renderTable(table: Table, names: Names): Html {
  const total = table.of ?? table.rows.length;
  const thinned =
    total > table.rows.length
      ? ` (${formatCount(table.rows.length)} of ${formatCount(total)} rows, evenly chosen)`
      : "";
  const head = table.columns.map((column, j) =>
    headCell(column, areWords(table.rows.map((row) => row[j])), names),
  );
  const rows = table.rows.map((row) => html`<tr>${row.map((cell) => tableCell(cell, names))}</tr>`);
  return html`<table class="numbers"><caption>${table.caption}${thinned}</caption>
<thead><tr>${head}</tr></thead>
<tbody>${rows}</tbody></table>`;
}

/** Whether a column holds words rather than numbers. */
function areWords(cells: readonly unknown[]): boolean {
  return cells.length > 0 && cells.every((cell) => typeof cell === "string");
}

/** Heading of a column: words stand at the left like the cells below them. */
function headCell(name: string, words: boolean, names: Names): Html {
  return html`<th scope="col"${trusted(words ? ' class="word"' : "")}>${nameHtml(name, names, 40)}</th>`;
}

/** A number as other programs read it; what there is none of is left empty. */
function tableCell(cell: string | number, names: Names): Html {
  if (typeof cell === "number") return html`<td>${Number.isNaN(cell) ? "" : formatPlain(cell)}</td>`;
  return html`<td class="word">${cell === "" ? "" : symbolOrName(cell, names)}</td>`;
}

function symbolOrName(cell: string, names: Names): Html {
  return cell.includes("σ²_φ") ? symbols(names.show(cell)) : nameHtml(cell, names, 40);
}

/** A table of scores; where a column says which values are best, those are bold, and the caption says so. */
export function renderScores(table: ScoreTable, names: Names): Html {
  const best = table.columns.map((column, j) => bestRows(table, column, j));
  const marked = best.some((rows) => rows.size > 0);
  const head = table.columns.map((column, j) =>
    headCell(column.name, areWords(table.rows.map((row) => row.cells[j])), names),
  );
  const rows = table.rows.map((row, i) => {
    const cells = row.cells.map((cell, j) => scoreCell(cell, best[j]?.has(i) === true));
    return html`<tr><th scope="row">${nameHtml(row.name, names)}</th>${cells}</tr>\n`;
  });
  return html`<table class="scores"><caption>${textHtml(table.caption, names)}${marked ? " Best of each column in bold." : ""}</caption>
<thead><tr><th scope="col">${table.rowName}</th>${head}</tr></thead>
<tbody>
${rows}</tbody></table>`;
}

function scoreCell(cell: ScoreCell, best: boolean): Html {
  if (typeof cell === "string") return html`<td class="word">${symbols(cell)}</td>`;
  const text = typeof cell === "number" ? formatNumber(cell) : formatWithError(cell.value, cell.error);
  return best ? html`<td class="best"><strong>${text}</strong></td>` : html`<td>${text}</td>`;
}

/** Rows with the best value of a column; none when there is only one row. */
function bestRows(table: ScoreTable, column: ScoreColumn, j: number): Set<number> {
  const rows = new Set<number>();
  if (column.better === undefined || table.rows.length < 2) return rows;
  const { better } = column;
  const loss = (value: number): number =>
    better === "lower" ? value : better === "higher" ? -value : Math.abs(value - better.near);
  let least = Number.POSITIVE_INFINITY;
  table.rows.forEach((row, i) => {
    const cell = row.cells[j]!;
    if (typeof cell === "string") return;
    const own = loss(typeof cell === "number" ? cell : cell.value);
    if (own < least) rows.clear();
    if (own <= least) {
      least = own;
      rows.add(i);
    }
  });
  return rows;
}

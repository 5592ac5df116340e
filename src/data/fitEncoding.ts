import { show } from "../errors/checks.ts";
import { DataError } from "../errors/errors.ts";
import { cellError, cellLabel, cellNumber, isWord, notANumber } from "./cells.ts";
import { sortLabels } from "./decimal.ts";
import type { Selection } from "./encodeCells.ts";
import type { ColumnEncoding } from "./encoding.ts";

/** More categories than this in one column are taken for a mistake. */
const maxLevels = 1000;

/** Which columns are categories: none, those in which every cell is a word, or those that are named. */
export type Categorical = "refuse" | "one-hot" | readonly string[];

/** The encoding of an input column, judged by the chosen rows. */
export function fitFeature(selection: Selection, j: number, categorical: Categorical): ColumnEncoding {
  const { where, table, rows } = selection;
  const column = table.columns[j]!;
  if (categorical === "refuse") return { column };
  if (categorical !== "one-hot") return categorical.includes(column) ? fitLevels(selection, j) : { column };
  const odd = rows.find((i) => cellNumber(table.rows[i]![j], table.source) === undefined);
  if (odd === undefined) return { column };
  if (rows.every((i) => isWord(table.rows[i]![j]))) return fitLevels(selection, j);
  const words = `Other cells of the column are not text; if it holds categories all the same, name it: categorical: [${show(column)}].`;
  throw notANumber(where, table, odd, j, words);
}

/** The encoding of a column of categories: the levels in the chosen rows, in the order of {@link sortLabels}. */
export function fitLevels({ where, table, rows }: Selection, j: number): ColumnEncoding {
  const column = table.columns[j]!;
  const levels = new Set<string>();
  for (const i of rows) {
    const cell = table.rows[i]![j];
    const label = cellLabel(cell);
    if (label === undefined) {
      throw cellError(
        where,
        table,
        i,
        j,
        `a category must be text or a number, got ${show(cell)}`,
        "Convert it first.",
      );
    }
    levels.add(label);
    if (levels.size > maxLevels) {
      throw new DataError({
        where,
        problem: `column ${show(column)} has more than ${maxLevels} different categories`,
        fix: "Leave the column out of features, or merge rare categories first.",
        details: { column },
      });
    }
  }
  return { column, levels: sortLabels(levels) };
}

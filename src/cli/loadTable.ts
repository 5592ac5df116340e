import { resolve } from "node:path";
import { listNames, type Table } from "../data/table.ts";
import { show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { Context } from "./context.ts";
import { speakingOf } from "./errorText.ts";
import type { TableFlags } from "./flags.ts";

/** A table that was read, and the hash of its text. */
export interface LoadedTable {
  readonly table: Table;
  readonly hash: string;
}

/** Reads a CSV file. Errors speak of the file. */
export async function loadTable(file: string, flags: TableFlags, context: Context): Promise<LoadedTable> {
  const [{ readHashedFile }, { readTable }] = await Promise.all([
    import("../io/readTextFile.ts"),
    import("../data/readTable.ts"),
  ]);
  return speakingOf(file, async () => {
    const { text, hash } = await readHashedFile(resolve(context.cwd, file));
    const table = readTable(text, flags.delimiter === undefined ? {} : { delimiter: flags.delimiter });
    return { table, hash };
  });
}

/** The position of the column that a flag names. */
export function flaggedColumn(flag: string, table: Table, name: string, file: string): number {
  const j = table.columns.indexOf(name);
  if (j >= 0) return j;
  throw new ArgumentError({
    where: flag,
    problem: `there is no column ${show(name)} in ${file}; the columns are ${listNames(table.columns)}`,
    fix: "Names must match exactly, capitals and spaces included.",
  });
}

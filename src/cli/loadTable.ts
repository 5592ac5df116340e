import { resolve } from "node:path";
import { listNames, type Table } from "../data/table.ts";
import { show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { formatOfName } from "../io/tableFormat.ts";
import type { Context, Input } from "./context.ts";
import { speakingOf } from "./errorText.ts";
import type { TableFlags } from "./flags.ts";

/** A table that was read. */
export interface LoadedTable {
  /** The path as the user gave it, or "standard input". */
  readonly name: string;
  readonly hash: string;
  readonly table: Table;
}

/** What a table that comes on standard input is called. */
const STANDARD_INPUT = "standard input";

/** Reads the table that a command is about, `-` being standard input. Errors speak of the file. */
export function loadTable(path: string, flags: TableFlags, context: Context): Promise<LoadedTable> {
  return read(path, flags, context);
}

/** Reads a table that a flag names: where its name tells the format, `--input-format` is about another table. */
export function loadSecondTable(
  path: string,
  { inputFormat, ...flags }: TableFlags,
  context: Context,
): Promise<LoadedTable> {
  const told = formatOfName(path) !== undefined || inputFormat === undefined;
  return read(path, told ? flags : { ...flags, inputFormat }, context);
}

async function read(path: string, flags: TableFlags, context: Context): Promise<LoadedTable> {
  const { readTableFile, readTableStream } = await import("../io/readTableFile.ts");
  const { inputFormat, delimiter } = flags;
  const options = {
    signal: context.signal,
    ...(inputFormat === undefined ? {} : { format: inputFormat }),
    ...(delimiter === undefined ? {} : { delimiter }),
  };
  const name = path === "-" ? STANDARD_INPUT : path;
  const { table, hash } = await speakingOf(name, () =>
    path === "-"
      ? readTableStream(name, takeInput(context), options)
      : readTableFile(resolve(context.cwd, path), options),
  );
  return { name, hash, table };
}

/** Contexts whose standard input was read. */
const taken = new WeakSet<Context>();

/** Standard input, once. */
function takeInput(context: Context): Input {
  if (context.stdin === undefined || taken.has(context)) {
    throw new ArgumentError({
      where: STANDARD_INPUT,
      problem: context.stdin === undefined ? "there is none" : "one table alone can come from it",
      fix: "Give the other one as a file.",
    });
  }
  taken.add(context);
  return context.stdin();
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

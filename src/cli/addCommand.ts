import type { Command } from "commander";

/** What every command reads. */
export const TABLE = "CSV whose first row names the columns, Parquet or JSON lines; - for standard input";

/** A new command of the program. */
export function addCommand(program: Command, name: string, description: string): Command {
  return program.command(name).description(description);
}

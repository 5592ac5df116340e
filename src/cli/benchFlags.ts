import type { Command } from "commander";
import { show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { option, type RunFlags } from "./flags.ts";
import { differentNamesFlag, numberFlag } from "./parseFlags.ts";

/** Flags of `credence bench`. */
export interface BenchFlags extends RunFlags {
  readonly out: string;
  readonly cache: string;
  readonly sets?: readonly string[];
  readonly methods?: readonly string[];
  readonly splits?: number;
  readonly otherSeeds?: readonly string[];
  readonly data?: ReadonlyMap<string, string>;
}

/** Adds the flags on what of the file is run, and where results go. */
export function addBenchFlags(command: Command): Command {
  return command
    .option("--out <folder>", "where summary, results and page go", "reports/bench")
    .option("--cache <folder>", "keeps every result, so that an interrupted run goes on", ".credence/bench")
    .addOption(
      option("--sets <names>", "only these data sets, separated by commas", differentNamesFlag("--sets")),
    )
    .addOption(
      option("--methods <names>", "only these methods, separated by commas", differentNamesFlag("--methods")),
    )
    .addOption(
      option(
        "--splits <number>",
        "only the first so many splits of every data set",
        numberFlag("--splits", { integer: true, min: 1, max: 10_000 }),
      ),
    )
    .addOption(
      option(
        "--other-seeds <names>",
        "runs everything with these seeds too, and says which conclusions they change",
        differentNamesFlag("--other-seeds"),
      ),
    )
    .addOption(
      option(
        "--data <name=path>",
        "a table in place of the one that the file names; may be repeated",
        pathFlag,
      ),
    );
}

function pathFlag(
  value: string,
  before: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const at = value.indexOf("=");
  if (at > 0 && at + 1 < value.length) {
    return new Map([...before, [value.slice(0, at), value.slice(at + 1)]]);
  }
  throw new ArgumentError({
    where: "--data",
    problem: `the value must be a name and a path, got ${show(value)}`,
    fix: "Write it as in --data boston_housing=boston.csv.",
  });
}

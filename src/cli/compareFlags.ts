import type { Command } from "commander";
import { show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { MethodSpec } from "../inference/fitResult.ts";
import type { FitFlags } from "./fitModel.ts";
import { option } from "./flags.ts";
import { differentNamesFlag, type FlagReader, numberFlag } from "./parseFlags.ts";
import type { MethodOptions } from "./parseMethodFlags.ts";
import type { ReportOutputFlags } from "./reportFormat.ts";

/** Flags of `credence compare`. */
export type CompareFlags = Omit<FitFlags, "method" | "checkpoint"> &
  ReportOutputFlags & {
    readonly methods: readonly string[];
    readonly splits?: number;
    readonly out?: string;
  };

/** Adds the flags on what is compared, and how often. */
export function addCompareFlags(command: Command): Command {
  return command
    .addOption(
      option(
        "--methods <names>",
        "methods of inference separated by commas, see credence list",
        methodNamesFlag("--methods"),
      ).makeOptionMandatory(),
    )
    .addOption(
      option(
        "--splits <number>",
        "without --test: folds, each of which is tested once (default: 5); with it: random test parts (default: 1)",
        numberFlag("--splits", { integer: true, min: 1, max: 10_000 }),
      ),
    );
}

/** Names of methods separated by commas, none twice. */
export function methodNamesFlag(flag: string): FlagReader<readonly string[]> {
  return differentNamesFlag(flag, "Write it as in --methods exact,laplace,nuts.");
}

/** The methods with the options that are theirs: `--option nuts.draws=500`. */
export function methodsOf(names: readonly string[], options: MethodOptions = {}): readonly MethodSpec[] {
  const own = new Map(names.map((name) => [name, [] as [string, unknown][]]));
  for (const [key, value] of Object.entries(options)) {
    const dot = key.indexOf(".");
    const of = own.get(key.slice(0, Math.max(0, dot)));
    if (of === undefined) {
      throw new ArgumentError({
        where: "--option",
        problem: `an option must say of which of the methods it is, got ${show(key)}`,
        fix: `Write it as in --option ${names[0]}.${key.slice(dot + 1)}=...`,
      });
    }
    of.push([key.slice(dot + 1), value]);
  }
  return names.map((name) => ({ name, options: Object.fromEntries(own.get(name)!) }));
}

import { type Command, Option } from "commander";
import type { Standardise } from "../data/scaler.ts";
import { TABLE_FORMATS, type TableFormat } from "../io/tableFormat.ts";
import {
  delimiterFlag,
  type FlagReader,
  namesFlag,
  numberFlag,
  numberOrWord,
  wordFlag,
} from "./parseFlags.ts";
import { REPORT_FORMATS } from "./reportFormat.ts";

/** Flags on the table that is read. */
export interface TableFlags {
  readonly inputFormat?: TableFormat;
  readonly delimiter?: "," | ";" | "\t";
}

/** Flags on what the columns of the table are. */
export interface DataFlags extends TableFlags {
  readonly target: string;
  readonly features?: readonly string[];
  readonly weights?: string;
  readonly missing?: "refuse" | "drop";
  readonly categorical?: readonly string[];
  readonly test?: number;
}

/** Flags on the model and how it is fitted. */
export interface ModelFlags {
  readonly method: string;
  readonly joints?: number;
  readonly units?: number;
  readonly inputScale?: number;
  readonly noiseVariance?: number | "learned";
  readonly priorVariance?: number | "learned";
  readonly standardise?: Standardise;
  readonly spec?: string;
}

/** Flags on how the command runs and speaks. */
export interface RunFlags {
  readonly seed?: string;
  readonly workers?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** An option whose value is read by `read`. */
export function option<T>(flags: string, description: string, read: FlagReader<T>): Option {
  return new Option(flags, description).argParser(read);
}

/** Adds the flags on how a table is written. */
export function addTableFlags(command: Command): Command {
  return command
    .addOption(
      option(
        "--input-format <format>",
        "csv (the default), parquet or jsonl, where no ending .csv, .parquet, .jsonl or .ndjson tells",
        wordFlag("--input-format", TABLE_FORMATS),
      ),
    )
    .addOption(
      option(
        "--delimiter <sign>",
        "what stands between two cells of CSV: comma (the default), semicolon or tab",
        delimiterFlag("--delimiter"),
      ),
    );
}

/** The flag on rows with missing cells. */
export function missingFlag(): Option {
  return option(
    "--missing <what>",
    "rows with a missing cell: refuse (the default) or drop",
    wordFlag("--missing", ["refuse", "drop"]),
  );
}

/** The flag on categories that a model has not seen. */
export function unknownLevelsFlag(): Option {
  return option(
    "--unknown-levels <what>",
    "categories the model has not seen: error (the default), or zeros for none of the known ones",
    wordFlag("--unknown-levels", ["error", "zeros"]),
  );
}

/** Adds the flags on what the columns are. `held` says what the held-out share is for. */
export function addDataFlags(command: Command, held: string): Command {
  command
    .requiredOption("--target <column>", "the column to be predicted")
    .addOption(
      new Option(
        "--features <columns>",
        "the input columns, separated by commas (default: all others)",
      ).argParser(namesFlag("--features")),
    )
    .option("--weights <column>", "precision weights: a row of weight w has noise variance s^2 / w")
    .addOption(missingFlag())
    .addOption(
      new Option(
        "--categorical <what>",
        "columns of words become one input per level: one-hot for all of them, or their names",
      ).argParser(namesFlag("--categorical")),
    )
    .addOption(
      option(
        "--test <share>",
        `rows held out at random: a share below 1, or a number of rows; ${held}`,
        numberFlag("--test", { above: 0 }),
      ),
    );
  return addTableFlags(command);
}

/** Adds the flags on the model, and on the method where the command is about one. */
export function addModelFlags(
  command: Command,
  priorVariance: Option,
  about: "method" | "methods" = "method",
): Command {
  if (about === "method") {
    command.option("--method <name>", "method of inference, see credence list", "exact");
  }
  return command
    .addOption(
      option(
        "--joints <number>",
        "one input: joints of the shallow ReLU network, evenly spaced (default: a third of the rows, 10 to 60)",
        numberFlag("--joints", { integer: true, min: 1, max: 1_000_000 }),
      ),
    )
    .addOption(
      option(
        "--units <number>",
        "several inputs: random ReLU features (default: 300)",
        numberFlag("--units", { integer: true, min: 1, max: 20_000 }),
      ),
    )
    .addOption(
      option(
        "--input-scale <number>",
        "several inputs: how far an input moves a unit (default: the best of 0.25, 0.5, 1, 2 by evidence)",
        numberFlag("--input-scale", { above: 0 }),
      ),
    )
    .addOption(priorVariance)
    .addOption(
      option(
        "--noise-variance <value>",
        "noise variance in the units the network sees, or learned (the default)",
        numberOrWord("--noise-variance", ["learned"]),
      ),
    )
    .addOption(
      option(
        "--standardise <what>",
        "variables brought to mean 0 and sd 1 first: none, inputs, target or both (the default)",
        wordFlag("--standardise", ["none", "inputs", "target", "both"]),
      ),
    )
    .option("--spec <file>", "the whole model as JSON, instead of the flags above");
}

/** The flag of one prior variance. */
export function priorVarianceFlag(): Option {
  return option(
    "--prior-variance <value>",
    "prior variance of the weights in the units the network sees, or learned (the default)",
    numberOrWord("--prior-variance", ["learned"]),
  );
}

/** The flag on what a report is written as. */
export function formatFlag(): Option {
  return option(
    "--format <what>",
    "html, a page (the default); json, what it says; svg or png, its figures in a folder; pdf, the page printed; or told by the ending of --out",
    wordFlag("--format", REPORT_FORMATS),
  );
}

/** Adds the flags on how the command runs. */
export function addRunFlags(command: Command): Command {
  return command
    .option(
      "--seed <text>",
      "names all random numbers (default: where they matter one is chosen and printed)",
    )
    .addOption(
      option(
        "--workers <number>",
        "threads to use; exact inference runs on one whatever is asked",
        numberFlag("--workers", { integer: true, min: 1, max: 1024 }),
      ),
    )
    .option("--json", "print one JSON object instead of words")
    .option("--quiet", "print nothing but errors and what was asked for")
    .option("--debug", "print the stack of an error");
}

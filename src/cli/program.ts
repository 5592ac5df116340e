import { Command } from "commander";
import { packageVersion } from "../io/packageVersion.ts";
import { addCommand, TABLE } from "./addCommand.ts";
import { RECALIBRATIONS } from "./calibratePredictions.ts";
import type { DiagnoseFlags } from "./commands/diagnose.ts";
import type { EvaluateFlags } from "./commands/evaluate.ts";
import type { ExportFlags } from "./commands/export.ts";
import type { FitCommandFlags } from "./commands/fit.ts";
import type { PredictFlags } from "./commands/predict.ts";
import type { Context } from "./context.ts";
import { exampleText } from "./examples.ts";
import {
  addDataFlags,
  addModelFlags,
  addRunFlags,
  addTableFlags,
  missingFlag,
  option,
  priorVarianceFlag,
  type RunFlags,
  unknownLevelsFlag,
} from "./flags.ts";
import { addCheckpointFlag, addMethodFlags } from "./methodFlags.ts";
import { numberFlag, numbersFlag, wordFlag } from "./parseFlags.ts";
import { addReportCommands } from "./reportCommands.ts";

const EXIT_CODES = `
Exit codes: 0 done; 1 internal error; 2 a flag or path is wrong; 3 the data cannot be used as they are;
4 a computation failed; 130 interrupted.
`;

/** The commands and their flags. What a command does is loaded when it is called. */
export function createProgram(context: Context): Command {
  const program = new Command("credence")
    .description("Bayesian inference and predictive uncertainty for tables.")
    .version(packageVersion(), "--version", "print the version")
    .helpOption("--help", "explain the command")
    .addHelpText("after", EXIT_CODES)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      // Errors are printed as one line where the command ends.
      writeErr: () => undefined,
    });
  addFit(program, context);
  addPredict(program, context);
  addEvaluate(program, context);
  addDiagnose(program, context);
  addExport(program, context);
  addReportCommands(program, context);
  addList(program, context);
  addDemo(program, context);
  for (const command of program.commands) {
    addRunFlags(command).addHelpText("after", exampleText(command.name()));
  }
  return program;
}

function addFit(program: Command, context: Context): void {
  const command = addCommand(program, "fit", "Fit a model to a table, and score or save it.").argument(
    "<table>",
    TABLE,
  );
  addDataFlags(command, "the model is scored on them, and the saved model has not seen them");
  addModelFlags(command, priorVarianceFlag());
  addCheckpointFlag(addMethodFlags(command))
    .option(
      "--save <file>",
      "save the fitted model for credence predict: as JSON, or in the format that .safetensors names",
    )
    .action(async (file: string, flags: FitCommandFlags) => {
      const { fitCommand } = await import("./commands/fit.ts");
      await fitCommand(file, flags, context);
    });
}

function addPredict(program: Command, context: Context): void {
  const command = addCommand(program, "predict", "Predict the rows of a table with a saved model.")
    .argument("<model>", "model saved by credence fit --save")
    .argument("<table>", `with the input columns of the model, in any order: ${TABLE}`);
  addTableFlags(command)
    .option(
      "--out <file>",
      "write the predictions here, as Parquet where the name ends in .parquet and as CSV otherwise (default: CSV on standard output)",
    )
    .option("--id <column>", "copy this column in front of the predictions")
    .addOption(unknownLevelsFlag())
    .option("--held-out <table>", "rows with their targets that had no part in the fit")
    .addOption(
      option(
        "--recalibrate <how>",
        "mend the predictions by the held-out rows: numbers by variance or isotonic; classes by temperature, vector or isotonic",
        wordFlag("--recalibrate", RECALIBRATIONS),
      ),
    )
    .addOption(
      option(
        "--conformal <level>",
        "add intervals, or sets of classes, that hold this share of observations, as the held-out rows tell; e.g. 0.9",
        numberFlag("--conformal", { above: 0, below: 1 }),
      ),
    )
    .action(async (model: string, file: string, flags: PredictFlags) => {
      const { predictCommand } = await import("./commands/predict.ts");
      await predictCommand(model, file, flags, context);
    });
}

function addEvaluate(program: Command, context: Context): void {
  const command = addCommand(
    program,
    "evaluate",
    "Judge the predictions of a saved model on rows whose target is known.",
  )
    .argument(
      "<model>",
      "model saved by credence fit --save; or, alone, a table with the columns mean, sd and observed",
    )
    .argument("[table]", `with the input columns and the target of the model: ${TABLE}`);
  addTableFlags(command)
    .option("--group <column>", "also score the rows of each value of this column by themselves")
    .addOption(
      option(
        "--level <shares>",
        "intervals whose coverage and width are told, as in 0.5,0.9 (default: 0.5,0.8,0.9,0.95)",
        numbersFlag("--level", { above: 0, below: 1 }),
      ),
    )
    .addOption(missingFlag())
    .addOption(unknownLevelsFlag())
    .action(async (model: string, file: string | undefined, flags: EvaluateFlags) => {
      const { evaluateCommand } = await import("./commands/evaluate.ts");
      await evaluateCommand(model, file, flags, context);
    });
}

function addDiagnose(program: Command, context: Context): void {
  const command = addCommand(
    program,
    "diagnose",
    "Say how well the posterior of a saved model is known: R-hat, effective sample sizes, errors.",
  ).argument("<model>", "model saved by credence fit --save");
  addTableFlags(command)
    .option("--at <table>", "also look at the function at rows of this table")
    .addOption(
      option(
        "--points <number>",
        "rows of --at to look at, evenly spread (default: 20)",
        numberFlag("--points", { integer: true, min: 1, max: 10_000 }),
      ),
    )
    .option(
      "--train <table>",
      "the table of the fit: compares a variational or Laplace approximation with the posterior (Pareto-k)",
    )
    .action(async (model: string, flags: DiagnoseFlags) => {
      const { diagnoseCommand } = await import("./commands/diagnose.ts");
      await diagnoseCommand(model, flags, context);
    });
}

function addExport(program: Command, context: Context): void {
  const command = addCommand(
    program,
    "export",
    "Write the draws of a saved model as a Zarr store, which ArviZ and xarray open.",
  )
    .argument("<model>", "model saved by credence fit --save")
    .requiredOption("--out <folder.zarr>", "the store, a folder");
  addTableFlags(command)
    .option(
      "--train <table>",
      "the table of the fit: adds what was observed, draws of it, and log likelihoods",
    )
    .option("--at <table>", "adds draws of observations at the rows of this table")
    .addOption(
      option(
        "--draws <number>",
        "draws where the posterior holds none (default: 1000)",
        numberFlag("--draws", { integer: true, min: 1, max: 1_000_000 }),
      ),
    )
    .option("--overwrite", "replace a store that is already there")
    .action(async (model: string, flags: ExportFlags) => {
      const { exportCommand } = await import("./commands/export.ts");
      await exportCommand(model, flags, context);
    });
}

function addList(program: Command, context: Context): void {
  addCommand(program, "list", "List the methods of inference.").action(async (flags: RunFlags) => {
    const { listCommand } = await import("./commands/list.ts");
    await listCommand(flags, context);
  });
}

function addDemo(program: Command, context: Context): void {
  addCommand(program, "demo", "Fit a real data set that comes along, and write a page about it.")
    .option("--out <page.html>", "where the page goes", "reports/demo/index.html")
    .action(async (flags: RunFlags & { readonly out: string }) => {
      const { demoCommand } = await import("./commands/demo.ts");
      await demoCommand(flags, context);
    });
}

import type { Command } from "commander";
import { addCommand, TABLE } from "./addCommand.ts";
import { addBenchFlags, type BenchFlags } from "./benchFlags.ts";
import type { ReportFlags } from "./commands/report.ts";
import type { SweepFlags } from "./commands/sweep.ts";
import { addCompareFlags, type CompareFlags } from "./compareFlags.ts";
import type { Context } from "./context.ts";
import { addDataFlags, addModelFlags, formatFlag, option, priorVarianceFlag } from "./flags.ts";
import { addMethodFlags } from "./methodFlags.ts";
import { numberFlag, rangeFlag } from "./parseFlags.ts";

/** Adds the commands that can write a report. */
export function addReportCommands(program: Command, context: Context): void {
  addReport(program, context);
  addSweep(program, context);
  addCompare(program, context);
  addBench(program, context);
}

function addReport(program: Command, context: Context): void {
  const command = addCommand(program, "report", "Fit a model to a table and write a page about it.").argument(
    "<table>",
    TABLE,
  );
  addDataFlags(
    command,
    "without it exact inference predicts every row from the others, and for other methods a fifth is held out",
  );
  addModelFlags(command, priorVarianceFlag());
  addMethodFlags(command)
    .requiredOption(
      "--out <page.html>",
      "the page, one HTML file without script, or another format; scores for programs and facts of the run go beside it",
    )
    .addOption(formatFlag())
    .action(async (file: string, flags: ReportFlags) => {
      const { reportCommand } = await import("./commands/report.ts");
      await reportCommand(file, flags, context);
    });
}

function addSweep(program: Command, context: Context): void {
  const command = addCommand(
    program,
    "sweep",
    "Fit a model under many prior variances of its weights.",
  ).argument("<table>", TABLE);
  addDataFlags(command, "scored at every value");
  const range = option(
    "--prior-variance <low..high>",
    "values to try, evenly spaced in the logarithm (default: four powers of ten around the best)",
    rangeFlag("--prior-variance"),
  );
  addModelFlags(command, range)
    .addOption(
      option(
        "--points <number>",
        "how many values (default: 121)",
        numberFlag("--points", { integer: true, min: 2, max: 100_000 }),
      ),
    )
    .option("--out <page.html>", "also write a page, or another format")
    .addOption(formatFlag())
    .action(async (file: string, flags: SweepFlags) => {
      const { sweepCommand } = await import("./commands/sweep.ts");
      await sweepCommand(file, flags, context);
    });
}

function addCompare(program: Command, context: Context): void {
  const command = addCommand(
    program,
    "compare",
    "Fit several methods to the same parts of a table and compare how they predict the rest.",
  ).argument("<table>", TABLE);
  addDataFlags(command, "without it, cross-validation");
  addCompareFlags(command);
  addModelFlags(command, priorVarianceFlag(), "methods");
  addMethodFlags(command, "methods")
    .option(
      "--out <page.html>",
      "also write a page; for one input, or where there is an exact posterior to hold methods against, they are then fitted to all rows as well",
    )
    .addOption(formatFlag())
    .action(async (file: string, flags: CompareFlags) => {
      const { compareCommand } = await import("./commands/compare.ts");
      await compareCommand(file, flags, context);
    });
}

function addBench(program: Command, context: Context): void {
  const command = addCommand(
    program,
    "bench",
    "Run methods on data sets with given splits: a benchmark, as a JSON file says.",
  ).argument("<benchmark.json>", "data sets, methods and published rows");
  addBenchFlags(command).action(async (file: string, flags: BenchFlags) => {
    const { benchCommand } = await import("./commands/bench.ts");
    await benchCommand(file, flags, context);
  });
}

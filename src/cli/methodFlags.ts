import type { Command } from "commander";
import { activations } from "../model/activations.ts";
import { option } from "./flags.ts";
import { activationFlag, hiddenFlag, type MethodOptions, methodOptionFlag } from "./parseMethodFlags.ts";

/** Flags on a network, on the options of the method that fits it, and on keeping the state of a long fit. */
export interface MethodFlags {
  readonly hidden?: readonly number[];
  readonly activation?: string | readonly string[];
  readonly classes?: boolean;
  /** Options of the method by their names. */
  readonly option?: MethodOptions;
  readonly checkpoint?: string;
}

/** Adds the flags that only fits by a chosen method, or by several, have. */
export function addMethodFlags(command: Command, about: "method" | "methods" = "method"): Command {
  const names = Object.keys(activations);
  const own =
    about === "method"
      ? "an option of the method, as in epochs=500"
      : "an option of one of the methods, as in map.epochs=500";
  command
    .addOption(
      option(
        "--hidden <widths>",
        "a network, not for exact: units of its hidden layers, as in 100,100, or none (default: 50)",
        hiddenFlag("--hidden"),
      ),
    )
    .addOption(
      option(
        "--activation <name>",
        `a network: ${names.join(", ")}, or one for each hidden layer with commas (default: relu)`,
        activationFlag("--activation", names),
      ),
    )
    .option("--classes", "the target is a class even if it is written in numbers; text always is one")
    .addOption(option("--option <key=value>", `${own}; may be given again`, methodOptionFlag("--option")));
  return command;
}

/** Adds the flag that keeps the state of a long fit. */
export function addCheckpointFlag(command: Command): Command {
  return command.option(
    "--checkpoint <file>",
    "keep the state of the fit here when it is interrupted and now and then; the same command continues from it",
  );
}

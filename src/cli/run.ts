import { CommanderError } from "commander";
import { ArgumentError } from "../errors/errors.ts";
import type { Context } from "./context.ts";
import { errorLine, errorStack, interruptedLine } from "./errorText.ts";
import { EXIT, exitCode } from "./exitCode.ts";
import { createProgram } from "./program.ts";

/** What a command line runs in. */
export type Surroundings = Omit<Context, "words" | "started">;

/**
 * Runs one command line, the words after `credence`, and gives its exit code: 0 done, 1 internal error, 2 a flag or path
 * is wrong, 3 the data cannot be used as they are, 4 a computation failed, 130 aborted. An error is one line on
 * standard error, with its stack if the words include `--debug`. Never throws.
 */
export async function run(words: readonly string[], surroundings: Surroundings): Promise<number> {
  const context: Context = { ...surroundings, words, started: performance.now() };
  try {
    context.signal.throwIfAborted();
    // Without a command: what there is.
    await createProgram(context).parseAsync(words.length === 0 ? ["--help"] : words, { from: "user" });
    return EXIT.done;
  } catch (error) {
    // Help and version end the parsing, but nothing went wrong.
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    const meant = error instanceof CommanderError ? argumentError(error, words) : error;
    const { stderr, signal } = context;
    stderr.write(signal.aborted ? interruptedLine(meant) : errorLine(meant));
    if (words.includes("--debug")) stderr.write(errorStack(meant));
    return exitCode(meant, signal);
  }
}

/** What the parser complains about, as one sentence of ours. */
function argumentError(error: CommanderError, words: readonly string[]): ArgumentError {
  const message = error.message.replace(/^error: /, "");
  const [problem, suggestion] = message.split(/\n\(?/);
  const command = words.find((word) => !word.startsWith("-"));
  const argument = new ArgumentError({
    where: "credence",
    problem: problem!.replace(/\.$/, ""),
    fix: suggestion?.replace(/\)$/, "") ?? `See credence ${command ?? ""} --help.`.replace("  ", " "),
  });
  argument.cause = error;
  return argument;
}

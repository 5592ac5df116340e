import { CredenceError } from "../errors/errors.ts";
import { visibleText } from "../report/format/visibleText.ts";
import { InterruptedError } from "./interrupted.ts";

/** Longest line that is printed for an error. */
const LONGEST = 1000;

/** One line on what went wrong, safe for a terminal: no control characters, no marks of text direction. */
export function errorLine(error: unknown): string {
  const text =
    error instanceof CredenceError
      ? error.message
      : `internal error: ${error instanceof Error ? error.message : String(error)}. Run again with --debug and report it.`;
  const line = visibleText(text);
  return `error: ${line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line}\n`;
}

/** One line on an interrupt, as safe. */
export function interruptedLine(error: unknown): string {
  const text = error instanceof InterruptedError ? error.message : "nothing was written";
  return `interrupted: ${visibleText(text)}\n`;
}

/** Stack and causes, for `--debug`. */
export function errorStack(error: unknown): string {
  const stacks: string[] = [];
  for (let at = error; at instanceof Error && stacks.length < 5; at = at.cause)
    stacks.push(at.stack ?? at.message);
  return `${stacks.join("\ncaused by ")}\n`;
}

/**
 * Runs an action; its errors speak of what the user named (a file, a flag) instead of the function that noticed them,
 * and advise in the language of the command line.
 */
export async function speakingOf<T>(
  what: string | ((error: CredenceError) => string),
  action: () => T | Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof CredenceError)) throw error;
    throw about(typeof what === "string" ? what : what(error), error);
  }
}

function about(what: string, error: CredenceError): CredenceError {
  const end = error.fix === undefined ? "." : `. ${error.fix}`;
  const problem = error.message.slice(error.where.length + 2, error.message.length - end.length);
  const renamed = new CredenceError(error.code, {
    where: what,
    problem,
    ...(error.fix === undefined ? {} : { fix: asFlags(error.fix) }),
    details: error.details,
  });
  renamed.cause = error;
  return renamed;
}

const CLASS_ADVICE =
  "If the target is a class, fit it with --method map or bayes-by-backprop, and add --classes if some of its cells are numbers.";

/** Advice such as `pass missing: "drop"` as it is written on the command line: `pass --missing drop`. */
function asFlags(fix: string): string {
  return fix
    .replace(/\b(missing|categorical): "([\w-]+)"/g, "--$1 $2")
    .replace(/\bcategorical: \[("[^"]*")\]/g, "--categorical $1")
    .replace("overwrite: true", "--overwrite")
    .replace(/\bdelimiter: ";"/g, "--delimiter semicolon")
    .replace(/\bdelimiter: "\\t"/g, "--delimiter tab")
    .replace(/\bdelimiter: ","/g, "--delimiter comma")
    .replace("If the target is a class, pass classes: true.", CLASS_ADVICE)
    .replace("such as `variance: 1`", "as in --prior-variance 1")
    .replace(/\bout of features\b/g, "out of --features")
    .replace(
      "Give noiseVariance and the prior variance as numbers",
      "Give --noise-variance and --prior-variance as numbers",
    );
}

import { CredenceError, type ErrorCode } from "../errors/errors.ts";

/** Exit codes of the command line. */
export const EXIT: {
  readonly done: 0;
  readonly internal: 1;
  readonly argument: 2;
  readonly data: 3;
  readonly numeric: 4;
  readonly aborted: 130;
} = { done: 0, internal: 1, argument: 2, data: 3, numeric: 4, aborted: 130 };

const CODES: Readonly<Record<ErrorCode, number>> = {
  argument: EXIT.argument,
  shape: EXIT.data,
  data: EXIT.data,
  format: EXIT.data,
  numeric: EXIT.numeric,
};

/** The exit code that an error ends with; `signal` tells an abort from a failure. */
export function exitCode(error: unknown, signal: AbortSignal): number {
  if (signal.aborted) return EXIT.aborted;
  return error instanceof CredenceError ? CODES[error.code] : EXIT.internal;
}

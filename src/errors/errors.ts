/**
 * The errors this library throws. Each says where it happened, what was required, what was found and what to
 * do about it, both as one sentence (`message`) and as data (`where`, `details`, `fix`).
 */

/** A machine-readable kind of failure. */
export type ErrorCode = "argument" | "shape" | "data" | "numeric" | "format";

/** The parts of an error message. */
export interface ErrorParts {
  /** The public function, method or file that complains. */
  readonly where: string;
  /** What was required and what was found: one clause, without a full stop. */
  readonly problem: string;
  /** What to do about it. */
  readonly fix?: string;
  /** The same facts as data, for programs that handle the error. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Base class of every error thrown on purpose by this library. */
export class CredenceError extends Error {
  readonly code: ErrorCode;
  readonly where: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly fix: string | undefined;

  constructor(code: ErrorCode, parts: ErrorParts) {
    super(`${parts.where}: ${parts.problem}.${parts.fix === undefined ? "" : ` ${parts.fix}`}`);
    this.name = new.target.name;
    this.code = code;
    this.where = parts.where;
    this.details = parts.details ?? {};
    this.fix = parts.fix;
  }
}

/** An argument or option has a value that is not allowed. */
export class ArgumentError extends CredenceError {
  constructor(parts: ErrorParts) {
    super("argument", parts);
  }
}

/** An array or matrix has the wrong size. */
export class ShapeError extends CredenceError {
  constructor(parts: ErrorParts) {
    super("shape", parts);
  }
}

/** A table or data set cannot be used as it is. */
export class DataError extends CredenceError {
  constructor(parts: ErrorParts) {
    super("data", parts);
  }
}

/** A computation left the finite numbers or met a singular matrix. */
export class NumericError extends CredenceError {
  constructor(parts: ErrorParts) {
    super("numeric", parts);
  }
}

/** A file or saved object is not in the format it should be in. */
export class FormatError extends CredenceError {
  constructor(parts: ErrorParts) {
    super("format", parts);
  }
}

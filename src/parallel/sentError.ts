import { show } from "../errors/checks.ts";
import {
  ArgumentError,
  CredenceError,
  DataError,
  type ErrorCode,
  FormatError,
  NumericError,
  ShapeError,
} from "../errors/errors.ts";

/** Something that was thrown, as plain data. */
export type SentError =
  | { readonly kind: "value"; readonly value: unknown }
  | (ErrorText & { readonly kind: "error" })
  | (ErrorText & { readonly kind: "DOMException" })
  | (ErrorText & {
      readonly kind: "credence";
      /** Name of its class in this file; undefined for a class that is not known here. */
      readonly known: string | undefined;
      readonly code: ErrorCode;
      readonly where: string;
      readonly details: Readonly<Record<string, unknown>>;
      readonly fix: string | undefined;
    });

interface ErrorText {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly cause: SentError | undefined;
}

// Classes are found by identity: a bundler may have given them other names, and others in a worker than in its page.
const OURS = { ArgumentError, DataError, FormatError, NumericError, ShapeError };
const NATIVE = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

/** How many causes are sent with an error. */
const DEPTH = 5;

/** What was thrown, as plain data: class, message, stack, causes and, for errors of this library, code and details. */
export function packError(thrown: unknown, depth: number = DEPTH): SentError {
  if (!(thrown instanceof Error)) return { kind: "value", value: sendable(thrown) };
  const { name, message, stack } = thrown;
  const cause = thrown.cause === undefined || depth === 0 ? undefined : packError(thrown.cause, depth - 1);
  const text = { name, message, stack, cause };
  if (thrown instanceof CredenceError) {
    const { code, where, fix } = thrown;
    const known = Object.entries(OURS).find(([, Known]) => Known === thrown.constructor)?.[0];
    const details = Object.fromEntries(
      Object.entries(thrown.details).map(([key, value]) => [key, sendable(value)]),
    );
    return { kind: "credence", known, ...text, code, where, details, fix };
  }
  return { kind: thrown instanceof DOMException ? "DOMException" : "error", ...text };
}

/** What was thrown on the other side. An error of a class that is not known here keeps its name. */
export function unpackError(sent: SentError): unknown {
  if (sent.kind === "value") return sent.value;
  const error = emptyError(sent);
  const set = (key: string, value: unknown) =>
    Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false });
  if (sent.kind !== "DOMException") set("message", sent.message);
  if (sent.kind === "credence" ? sent.known === undefined : error.name !== sent.name) set("name", sent.name);
  if (sent.stack !== undefined) set("stack", sent.stack);
  if (sent.cause !== undefined) set("cause", unpackError(sent.cause));
  return error;
}

function emptyError(sent: Exclude<SentError, { readonly kind: "value" }>): Error {
  if (sent.kind === "DOMException") return new DOMException(sent.message, sent.name);
  if (sent.kind === "error") return new (NATIVE[sent.name as keyof typeof NATIVE] ?? Error)();
  const { code, where, details, fix } = sent;
  const parts = { where, problem: "", details, ...(fix === undefined ? {} : { fix }) };
  const Known = OURS[sent.known as keyof typeof OURS];
  return Known === undefined ? new CredenceError(code, parts) : new Known(parts);
}

/** The value if it can be sent to another thread, else a few words about it. */
function sendable(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return show(value);
  }
}

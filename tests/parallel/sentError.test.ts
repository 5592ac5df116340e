import { describe, expect, test } from "vitest";
import {
  ArgumentError,
  CredenceError,
  DataError,
  FormatError,
  NumericError,
  ShapeError,
} from "../../src/errors/errors.ts";
import { packError, unpackError } from "../../src/parallel/sentError.ts";
import { WorkerError } from "../../src/parallel/workerError.ts";

/** What arrives on another thread. */
const sent = <T>(error: T): T => unpackError(structuredClone(packError(error))) as T;

const parts = {
  where: "fit",
  problem: "x must be finite, got NaN",
  fix: "Drop the row.",
  details: { row: 3, value: Number.NaN, list: Float64Array.of(1, 2) },
};

test.each([ArgumentError, DataError, FormatError, NumericError, ShapeError])(
  "an error of this library keeps everything: %o",
  (Kind) => {
    const [error, again] = [new Kind(parts), sent(new Kind(parts))];
    expect(again).toBeInstanceOf(Kind);
    expect(Object.getPrototypeOf(again)).toBe(Kind.prototype);
    expect({ ...again }).toEqual({ ...error });
    expect([again.name, again.message, again.code]).toEqual([error.name, error.message, error.code]);
    expect(sent(error).stack).toBe(error.stack);
    expect(Object.keys(again)).toEqual(Object.keys(error));
  },
);

test("an error without remedy and details keeps that", () => {
  const error = new DataError({ where: "fit", problem: "no rows" });
  expect({ ...sent(error) }).toEqual({ ...error });
});

test("the class is found even where a bundler has given it another name", () => {
  const error = new DataError(parts);
  error.name = "p";
  expect(Object.getPrototypeOf(sent(error))).toBe(DataError.prototype);
  expect(sent(error).name).toBe("DataError");
});

test("a class that is not known here becomes the base class under its own name", () => {
  const again = sent(new WorkerError(parts));
  expect(again).toBeInstanceOf(CredenceError);
  expect([again.name, again.code]).toEqual(["WorkerError", "numeric"]);
});

test.each([TypeError, RangeError, SyntaxError])("an error of the language keeps its class: %o", (Kind) => {
  const again = sent(new Kind("wrong", { cause: new DataError(parts) }));
  expect(Object.getPrototypeOf(again)).toBe(Kind.prototype);
  expect(again.message).toBe("wrong");
  expect(again.cause).toBeInstanceOf(DataError);
});

test("an abort stays one, and other errors keep their name", () => {
  const abort = sent(new DOMException("stopped", "AbortError"));
  expect(abort).toBeInstanceOf(DOMException);
  expect([abort.name, abort.message]).toEqual(["AbortError", "stopped"]);
  const odd = Object.assign(new Error("odd"), { name: "OddError" });
  expect([sent(odd).name, sent(odd).message]).toEqual(["OddError", "odd"]);
});

test("what is no error arrives as it is, or in words where it cannot be sent", () => {
  expect(sent("stop")).toBe("stop");
  expect(sent(undefined)).toBe(undefined);
  expect(sent<unknown>(() => 1)).toBe("a function");
});

describe("what cannot be sent", () => {
  test("in the details is put in words", () => {
    const details = { option: () => 1, row: 2 };
    expect(sent(new ArgumentError({ ...parts, details })).details).toEqual({ option: "a function", row: 2 });
  });

  test("a chain of causes that bites its tail ends", () => {
    const error = new Error("round");
    error.cause = error;
    let depth = 0;
    for (let at: unknown = sent(error); at instanceof Error; at = at.cause) depth++;
    expect(depth).toBe(6);
  });
});

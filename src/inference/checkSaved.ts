import { show } from "../errors/checks.ts";
import { CredenceError, FormatError } from "../errors/errors.ts";
import type { SavedPosterior } from "./savedPosterior.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks the parts that every saved posterior has, so that a method can rely on their types and sizes: an object of
 * finite numbers and texts, arrays as long as their shapes say, and a standardisation that can be undone. Throws a
 * FormatError naming the part that is wrong.
 */
export function checkSaved(saved: SavedPosterior): void {
  if (saved?.format !== "credence-posterior" || saved.version !== 1) {
    throw broken(
      "a saved posterior",
      'of format "credence-posterior", version 1',
      `format ${show(saved?.format)}, version ${show(saved?.version)}`,
    );
  }
  for (const part of ["options", "model", "scaler", "values", "tensors"] as const) fieldsOf(saved, part);
  if (!isCount(saved.inputs)) throw broken("inputs", "a whole number", show(saved.inputs));
  const { targets = 1, classes = [] } = saved;
  if (!isCount(targets) || targets === 0) throw broken("targets", "a whole number above 0", show(targets));
  if (!Array.isArray(classes) || !classes.every((name) => typeof name === "string")) {
    throw broken("classes", "an array of names", show(classes));
  }
  for (const [key, value] of Object.entries(saved.values)) {
    if (typeof value === "string" || Number.isFinite(value)) continue;
    throw broken(`values.${key}`, "a finite number or a text", show(value));
  }
  for (const key of Object.keys(saved.tensors)) checkTensor(`tensors.${key}`, fieldsOf(saved.tensors, key));
  checkScaler("scaler.x", fieldsOf(saved.scaler, "x"), saved.inputs);
  checkScaler("scaler.y", fieldsOf(saved.scaler, "y"), targets);
}

/** What the action gives; whatever the library objects to on the way is a fault of the saved posterior. */
export function blameSaved<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof CredenceError) || error instanceof FormatError) throw error;
    throw new FormatError({
      where: "loadPosterior",
      problem: `the parts of the saved posterior must fit each other; ${error.message.replace(/\.$/, "")}`,
      details: error.details,
    });
  }
}

/** The error for a part that is not what it should be. */
export function broken(part: string, wanted: string, found: string): FormatError {
  return new FormatError({
    where: "loadPosterior",
    problem: `${part} must be ${wanted}, got ${found}`,
    fix: "The file may be damaged, or was edited by hand.",
  });
}

function fieldsOf(object: object, key: string): Fields {
  const value = (object as Fields)[key];
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw broken(key, "an object", show(value));
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

function checkTensor(name: string, { shape, data }: Fields): void {
  if (!Array.isArray(shape) || !shape.every(isCount)) {
    throw broken(`${name}.shape`, "an array of whole numbers", show(shape));
  }
  const length = shape.reduce((product: number, size: number) => product * size, 1);
  if (!(data instanceof Float64Array) || data.length !== length) {
    throw broken(`${name}.data`, `a Float64Array of length ${length}`, show(data));
  }
  const position = data.findIndex((value) => !Number.isFinite(value));
  if (position < 0) return;
  throw broken(name, "finite numbers", `${data[position]} at position ${position}`);
}

function checkScaler(name: string, { shift, scale }: Fields, columns?: number): void {
  const isColumn = (value: unknown): value is number[] =>
    Array.isArray(value) && value.length === (columns ?? value.length) && value.every(Number.isFinite);
  if (!isColumn(shift)) throw broken(`${name}.shift`, "finite numbers, one per column", show(shift));
  if (isColumn(scale) && scale.length === shift.length && scale.every((value) => value > 0)) return;
  throw broken(`${name}.scale`, "positive numbers, one per column", show(scale));
}

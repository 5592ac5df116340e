import { createHash } from "node:crypto";
import { FormatError } from "../errors/errors.ts";
import type { Tensor } from "../inference/savedPosterior.ts";
import { float64sFrom, toLittleEndian } from "./littleEndian.ts";

/** A tensor as text: its shape, and its numbers as little-endian 64-bit floats in base64. */
export interface TensorText {
  readonly shape: readonly number[];
  readonly data: string;
}

/** More numbers than this in one tensor would not fit into a file that is read. */
export const LARGEST_TENSOR = 45_000_000;

const BYTES = Float64Array.BYTES_PER_ELEMENT;

/** The tensor as text. */
export function encodeTensor(tensor: Tensor): TensorText {
  return { shape: tensor.shape, data: toLittleEndian(tensor.data).toString("base64") };
}

/**
 * The tensor that was written. Sizes are checked against the length of the text before anything is allocated.
 * Throws a FormatError if they do not fit or a number is NaN.
 */
export function decodeTensor(where: string, name: string, text: TensorText): Tensor {
  const count = text.shape.reduce((product, size) => product * size, 1);
  const broken = (problem: string): FormatError =>
    new FormatError({
      where,
      problem: `tensor "${name}": ${problem}`,
      fix: "The file may be damaged, or was edited by hand.",
    });
  if (!(count <= LARGEST_TENSOR)) {
    throw broken(`at most ${LARGEST_TENSOR} numbers are read, the shape asks for ${count}`);
  }
  const length = 4 * Math.ceil((count * BYTES) / 3);
  if (text.data.length !== length) {
    throw broken(`${count} numbers take ${length} characters, found ${text.data.length}`);
  }
  const bytes = Buffer.from(text.data, "base64");
  if (bytes.length !== count * BYTES || bytes.toString("base64") !== text.data) {
    throw broken("the data must be base64");
  }
  const data = float64sFrom(bytes);
  if (data.some(Number.isNaN)) throw broken("no number may be NaN");
  return { shape: [...text.shape], data };
}

/** One SHA-256 hash over names, shapes and numbers of all tensors, in the order of their names. */
export function tensorHash(tensors: Readonly<Record<string, Tensor>>): string {
  const hash = createHash("sha256");
  for (const name of Object.keys(tensors).sort()) {
    hash.update(JSON.stringify([name, tensors[name]!.shape]));
    hash.update(toLittleEndian(tensors[name]!.data));
  }
  return `sha256:${hash.digest("hex")}`;
}

/** Throws a FormatError unless the tensors have the hash that a file states. `remedy` is what to do then. */
export function checkTensorHash(
  where: string,
  tensors: Readonly<Record<string, Tensor>>,
  hash: string,
  remedy: string,
): void {
  if (tensorHash(tensors) === hash) return;
  throw new FormatError({
    where,
    problem: "the arrays must have the hash that the file states, they have another one",
    fix: `The file is damaged: ${remedy}.`,
  });
}

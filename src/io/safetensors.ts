import { show } from "../errors/checks.ts";
import { ArgumentError, NumericError, ShapeError } from "../errors/errors.ts";
import type { Tensor } from "../inference/savedPosterior.ts";
import { float32sFrom, float64sFrom, toLittleEndian } from "./littleEndian.ts";
import {
  ITEM_BYTES,
  LARGEST_HEADER,
  LENGTH_BYTES,
  readSafetensorsHeader,
  type SafetensorsHeader,
  type SafetensorsType,
} from "./safetensorsHeader.ts";

/** Arrays by name, and texts about them: what a file in the safetensors format holds. */
export interface Safetensors {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Names that are not those of tensors. */
const RESERVED = ["__metadata__", "__proto__", "constructor", "prototype"];

/**
 * The bytes of a file in the safetensors format (github.com/huggingface/safetensors), which many libraries read: tensors in
 * the order of their names, data from a multiple of 8 bytes on. The same content gives the same bytes. "F32" keeps seven
 * digits of every number and takes half the space; the file says so.
 *
 * @throws ArgumentError for a reserved name, ShapeError where shape and data differ, NumericError for a number that "F32"
 *   does not reach.
 */
export function formatSafetensors(
  { tensors, metadata }: Safetensors,
  dtype: SafetensorsType = "F64",
): Uint8Array {
  const where = "formatSafetensors";
  const names = Object.keys(tensors).sort();
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const name of names) {
    const { shape, data } = tensors[name]!;
    checkTensor(where, name, tensors[name]!);
    const end = offset + data.length * ITEM_BYTES[dtype];
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(header), "utf8");
  const length = 8 * Math.ceil(json.length / 8);
  if (length > LARGEST_HEADER) {
    throw new NumericError({
      where,
      problem: `a header has up to ${LARGEST_HEADER} bytes, this one ${length}`,
    });
  }
  const bytes = Buffer.alloc(LENGTH_BYTES + length + offset, " ");
  bytes.writeBigUInt64LE(BigInt(length), 0);
  json.copy(bytes, LENGTH_BYTES);
  let at = LENGTH_BYTES + length;
  for (const name of names) {
    const { data } = tensors[name]!;
    at += toLittleEndian(dtype === "F64" ? data : toFloat32(where, name, data)).copy(bytes, at);
  }
  return bytes;
}

/**
 * What {@link formatSafetensors} wrote, or another program: numbers of type F64 or F32, which become 64-bit floats. The
 * bytes may come from anyone: sizes, shapes and offsets are checked before anything is allocated. NaN and infinities pass.
 *
 * @throws FormatError, in the name of `where`, if the bytes are not in the format or of another type.
 */
export function parseSafetensors(where: string, bytes: Uint8Array): Safetensors {
  const header = readSafetensorsHeader(where, bytes);
  return { tensors: readTensors(bytes, header), metadata: header.metadata };
}

/** The tensors of the bytes that the header was read from. */
export function readTensors(bytes: Uint8Array, { entries }: SafetensorsHeader): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = Object.create(null);
  for (const { name, dtype, shape, begin, end } of entries) {
    const part = bytes.subarray(begin, end);
    const data = dtype === "F64" ? float64sFrom(part) : Float64Array.from(float32sFrom(part));
    tensors[name] = { shape, data };
  }
  return tensors;
}

/** The numbers as "F32" keeps them. Throws a NumericError for one that is finite and becomes infinite. */
export function toFloat32(where: string, name: string, data: Float64Array): Float32Array {
  const rounded = Float32Array.from(data);
  const lost = data.findIndex((value, k) => Number.isFinite(value) && !Number.isFinite(rounded[k]));
  if (lost < 0) return rounded;
  throw new NumericError({
    where,
    problem: `${name} must be below 3.4e38 to be written as F32, got ${data[lost]} at position ${lost}`,
    fix: "Write it as F64.",
  });
}

function checkTensor(where: string, name: string, { shape, data }: Tensor): void {
  if (RESERVED.includes(name)) {
    throw new ArgumentError({ where, problem: `no tensor may be named ${show(name)}`, fix: "Rename it." });
  }
  const count = shape.reduce((product, length) => product * length, 1);
  if (count === data.length) return;
  throw new ShapeError({
    where,
    problem: `${name} must have ${count} numbers for its shape [${shape.join(", ")}], got ${data.length}`,
    details: { name, expected: count, found: data.length },
  });
}

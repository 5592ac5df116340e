import * as v from "valibot";
import { show } from "../errors/checks.ts";
import { FormatError } from "../errors/errors.ts";
import { duplicateKey } from "./duplicateKey.ts";
import { parseJson } from "./parseJson.ts";

/** Bytes of a number of each type that is read and written. */
export const ITEM_BYTES: Readonly<Record<SafetensorsType, number>> = { F64: 8, F32: 4 };

/** How the numbers of a tensor are stored. */
export type SafetensorsType = "F64" | "F32";

/** One tensor of a header: its bytes stand at `begin` (included) to `end` (excluded) of the file. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: SafetensorsType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** A header whose every statement was checked against the length of the file. */
export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order of their bytes. */
  readonly entries: readonly TensorEntry[];
}

/** The largest header that is read, in bytes: that of the format's own library. A manifest may list a million joints. */
export const LARGEST_HEADER = 100_000_000;

/** Bytes of the length of the header, in front of it. */
export const LENGTH_BYTES = 8;

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const metadataSchema = v.record(v.string(), v.string());
const entrySchema = v.strictObject({
  dtype: v.picklist(["F64", "F32"]),
  shape: v.array(size),
  data_offsets: v.strictTuple([size, size]),
});

/**
 * The header of a file in the safetensors format: 8 bytes of little-endian length, then so many bytes of JSON in UTF-8, which
 * begin with a brace. Nothing is allocated but what the header itself takes.
 *
 * @throws FormatError, in the name of `where`, if a length, name, type, shape or offset is not as the format demands: names
 *   differ, a tensor takes exactly the bytes of its shape, and the tensors cover the rest of the file without gap or overlap.
 */
export function readSafetensorsHeader(where: string, bytes: Uint8Array): SafetensorsHeader {
  const length = headerLength(where, bytes);
  const text = headerText(where, bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
  const { __metadata__: metadata = {}, ...tensors } = parseJson(where, text) as Record<string, unknown>;
  const twice = duplicateKey(text);
  if (twice !== undefined)
    throw broken(where, `the header must name everything once, got ${show(twice)} twice`);
  if (!v.is(metadataSchema, metadata))
    throw broken(where, "the metadata of the header must be texts by name");
  const start = LENGTH_BYTES + length;
  const entries = Object.entries(tensors).map(([name, value]) => entryOf(where, name, value, start));
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkTiling(where, entries, start, bytes.length);
  return { metadata, entries };
}

function headerLength(where: string, bytes: Uint8Array): number {
  const rest = bytes.length - LENGTH_BYTES;
  if (rest < 0)
    throw broken(where, `the file must have ${LENGTH_BYTES} bytes or more, it has ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(LARGEST_HEADER)) {
    throw broken(where, `the header may have up to ${LARGEST_HEADER} bytes, the file asks for ${length}`);
  }
  if (length > BigInt(rest)) {
    throw broken(
      where,
      `the header must end within the file: ${length} bytes are asked for, ${rest} are left`,
    );
  }
  return Number(length);
}

function headerText(where: string, bytes: Uint8Array): string {
  if (bytes[0] !== "{".charCodeAt(0)) throw broken(where, "the header must begin with a brace");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const error = broken(where, "the header must be text in UTF-8");
    error.cause = cause;
    throw error;
  }
}

function entryOf(where: string, name: string, value: unknown, start: number): TensorEntry {
  const fail = (problem: string): FormatError => broken(where, `tensor ${show(name)}: ${problem}`);
  const result = v.safeParse(entrySchema, value, { abortEarly: true });
  if (!result.success) {
    const issue = result.issues[0];
    throw fail(
      `${v.getDotPath(issue) ?? "its entry"} must be ${issue.expected ?? "as documented"}, got ${issue.received}`,
    );
  }
  const { dtype, shape, data_offsets: offsets } = result.output;
  let bytes = ITEM_BYTES[dtype];
  for (const length of shape) {
    if (length > 0 && bytes > Number.MAX_SAFE_INTEGER / length)
      throw fail("its shape is too large for any file");
    bytes *= length;
  }
  const [begin, end] = offsets;
  if (end - begin !== bytes) {
    throw fail(
      `its shape [${shape.slice(0, 8).join(", ")}] takes ${bytes} bytes, its offsets give ${end - begin}`,
    );
  }
  return { name, dtype, shape, begin: start + begin, end: start + end };
}

/** Throws unless the tensors, in the order of their bytes, follow each other without gap to the end of the file. */
function checkTiling(where: string, entries: readonly TensorEntry[], start: number, end: number): void {
  let at = start;
  for (const { name, begin, end: next } of entries) {
    if (begin !== at) {
      const problem =
        begin < at ? "overlaps the one before it" : `leaves ${begin - at} bytes unused before it`;
      throw broken(where, `tensor ${show(name)} ${problem}`);
    }
    at = next;
  }
  if (at === end) return;
  throw broken(where, `the tensors must end with the file, at byte ${end}, they end at byte ${at}`);
}

function broken(where: string, problem: string): FormatError {
  return new FormatError({ where, problem, fix: "The file may be damaged, cut short, or of another kind." });
}

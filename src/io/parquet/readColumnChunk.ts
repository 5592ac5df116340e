import type { ColumnMetaData, DecodedArray, Encoding, SchemaElement } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { readDataPage } from "hyparquet/src/datapage.js";
import { deltaBinaryUnpack } from "hyparquet/src/delta.js";
import { readRleBitPackedHybrid } from "hyparquet/src/encoding.js";
import { readPlain } from "hyparquet/src/plain.js";
import { checkDeltas, checkRuns } from "./checkRuns.ts";
import { decompress } from "./decompress.ts";
import type { ReadValue } from "./valueReader.ts";

/** Bytes that may still be unpacked: a file of a few bytes can hold pages of any size. */
export interface ByteBudget {
  left: number;
}

/** A column of the file without the part that differs from group to group. */
export interface ChunkColumn {
  readonly element: SchemaElement;
  readonly read: ReadValue;
}

/** One data page: which rows have a value, and the values. */
interface Page {
  readonly rows: number;
  readonly levels: readonly number[] | undefined;
  readonly encoding: Encoding;
  readonly values: Uint8Array;
}

/**
 * The cells of one column of one row group of a Parquet file, null where there is no value. The pages are decoded by hyparquet,
 * which trusts what they say of themselves: so sizes and runs are checked first.
 *
 * @throws Error if the file is damaged, or unpacks to more than the budget allows.
 */
export function readColumnChunk(
  file: Uint8Array,
  column: ChunkColumn,
  meta: ColumnMetaData,
  rows: number,
  budget: ByteBudget,
): unknown[] {
  const chunk = chunkBytes(file, meta);
  const reader = { view: new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength), offset: 0 };
  const optional = column.element.repetition_type !== "REQUIRED";
  const cells: unknown[] = [];
  let dictionary: readonly unknown[] | undefined;
  while (cells.length < rows) {
    const header = parquetHeader(reader);
    const { compressed_page_size: size, uncompressed_page_size: length } = header;
    if (!(size >= 0 && size <= chunk.length - reader.offset && length >= 0)) {
      throw new Error("a page has an impossible size");
    }
    budget.left -= length;
    if (budget.left < 0) throw new Error("the pages unpack to more bytes than are read");
    const body = chunk.subarray(reader.offset, reader.offset + size);
    reader.offset += size;
    if (header.type === "INDEX_PAGE") continue;
    if (header.dictionary_page_header !== undefined) {
      const bytes = decompress(meta.codec, body, length);
      dictionary = readDictionary(bytes, header.dictionary_page_header.num_values, column);
      continue;
    }
    const { data_page_header: first, data_page_header_v2: second } = header;
    const page =
      first !== undefined
        ? splitPage(decompress(meta.codec, body, length), first, optional)
        : splitSecondPage(body, length, second, meta, optional);
    if (!(page.rows <= rows - cells.length)) throw new Error("a column has more values than there are rows");
    appendPage(cells, page, column, dictionary, budget);
  }
  return cells;
}

function chunkBytes(file: Uint8Array, meta: ColumnMetaData): Uint8Array {
  const { data_page_offset: data, dictionary_page_offset: dictionary, total_compressed_size: size } = meta;
  const start = Number(dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data);
  const end = start + Number(size);
  if (!(start >= 0 && end >= start && end <= file.length))
    throw new Error("a column lies outside of the file");
  return file.subarray(start, end);
}

function readDictionary(bytes: Uint8Array, count: number, { element, read }: ChunkColumn): unknown[] {
  if (!(count >= 0 && count <= bytes.length)) throw new Error("a dictionary has an impossible size");
  const values = readPlain(readerOf(bytes), element.type!, count, element.type_length);
  return Array.from(values, read);
}

/** A page of the first version: the length of the levels, the levels, the values. */
function splitPage(
  bytes: Uint8Array,
  header: { readonly num_values: number; readonly encoding: Encoding },
  optional: boolean,
): Page {
  const { num_values: rows, encoding } = header;
  if (!optional) return { rows, levels: undefined, encoding, values: bytes };
  const end = 4 + readerOf(bytes).view.getUint32(0, true);
  return { rows, levels: readLevels(bytes, 4, end, rows), encoding, values: bytes.subarray(end) };
}

/** A page of the second version: its header has the length of the levels, which are not compressed. */
function splitSecondPage(
  body: Uint8Array,
  length: number,
  header:
    | {
        readonly num_values: number;
        readonly encoding: Encoding;
        readonly definition_levels_byte_length: number;
        readonly repetition_levels_byte_length: number;
        readonly is_compressed?: boolean;
      }
    | undefined,
  { codec }: ColumnMetaData,
  optional: boolean,
): Page {
  if (header === undefined) throw new Error("a page has no header of a kind that is read");
  const { num_values: rows, encoding, definition_levels_byte_length: end } = header;
  if (header.repetition_levels_byte_length !== 0 || !(end >= 0 && end <= Math.min(length, body.length))) {
    throw new Error("the levels of a page have an impossible size");
  }
  const compressed = header.is_compressed !== false;
  const values = decompress(compressed ? codec : "UNCOMPRESSED", body.subarray(end), length - end);
  return { rows, levels: optional ? readLevels(body, 0, end, rows) : undefined, encoding, values };
}

/** For each row 1 where it has a value, 0 where it has none. */
function readLevels(bytes: Uint8Array, start: number, end: number, rows: number): number[] {
  checkRuns(bytes, start, end, 1, rows);
  const levels: number[] = new Array(rows);
  readRleBitPackedHybrid({ ...readerOf(bytes), offset: start }, 1, levels, end - start);
  return levels;
}

function appendPage(
  cells: unknown[],
  page: Page,
  { element, read }: ChunkColumn,
  dictionary: readonly unknown[] | undefined,
  budget: ByteBudget,
): void {
  const { rows, levels } = page;
  const count = levels === undefined ? rows : levels.reduce((sum, level) => sum + level, 0);
  const values = count === 0 ? [] : readValues(page, count, element, budget);
  if (values.length !== count) throw new Error("a page has another number of values than it says");
  const coded = page.encoding.endsWith("_DICTIONARY");
  let k = 0;
  for (let i = 0; i < rows; i++) {
    if (levels?.[i] === 0) {
      cells.push(null);
      continue;
    }
    const value = values[k++];
    if (!coded) cells.push(read(value));
    else if (dictionary !== undefined && value < dictionary.length) cells.push(dictionary[value]);
    else throw new Error("a value is not in the dictionary");
  }
}

/** The values of a page as they are stored, or their positions in the dictionary. */
function readValues(page: Page, count: number, element: SchemaElement, budget: ByteBudget): DecodedArray {
  const { encoding } = page;
  // A copy of its own, aligned: whoever reads beyond its end finds nothing.
  const values = new Uint8Array(page.values);
  const type = element.type!;
  const { view } = readerOf(values);
  if (encoding === "RLE") {
    if (type !== "BOOLEAN") throw new Error("only true and false are run lengths");
    checkRuns(values, 4, 4 + view.getUint32(0, true), 1, count);
  } else if (encoding.endsWith("_DICTIONARY")) {
    if (view.getUint8(0) > 0) checkRuns(values, 1, values.length, view.getUint8(0), count);
  } else if (encoding.startsWith("DELTA_")) {
    checkDeltas(values, 0);
    if (encoding === "DELTA_BYTE_ARRAY") checkPrefixes(values, count, budget);
  } else if (encoding === "BYTE_STREAM_SPLIT") {
    const width = { INT32: 4, FLOAT: 4, INT64: 8, DOUBLE: 8 }[type as string] ?? element.type_length ?? 0;
    if (count * width > values.length) throw new Error("a page is too short for its values");
  }
  // The levels are read: what is left is a page of a column in which every row has a value.
  const decoder = { type, element, schemaPath: [] } as unknown as Parameters<typeof readDataPage>[2];
  const header = { num_values: count, encoding } as Parameters<typeof readDataPage>[1];
  return readDataPage(values, header, decoder).dataPage;
}

/** Texts that share their beginnings with those before: a few bytes can stand for many. */
function checkPrefixes(values: Uint8Array, count: number, budget: ByteBudget): void {
  const reader = readerOf(values);
  const prefixes = new Int32Array(count);
  deltaBinaryUnpack(reader, count, prefixes);
  checkDeltas(values, reader.offset);
  const suffixes = new Int32Array(count);
  deltaBinaryUnpack(reader, count, suffixes);
  for (let i = 0; i < count; i++) budget.left -= prefixes[i]! + suffixes[i]!;
  if (budget.left < 0) throw new Error("the pages unpack to more bytes than are read");
}

function readerOf(bytes: Uint8Array): { view: DataView; offset: number } {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}

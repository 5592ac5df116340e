import { show } from "../errors/checks.ts";
import { ArgumentError, DataError } from "../errors/errors.ts";
import type { Matrix } from "../numeric/matrix.ts";
import { encodeTable } from "./datasetFromTable.ts";
import type { DatasetOptions } from "./datasetOptions.ts";
import type { EncodedDataset } from "./encodeDataset.ts";
import { type EncodeOptions, encodeFeaturesOf } from "./encodeFeatures.ts";
import { checkEncoding, type TableEncoding } from "./encoding.ts";
import { checkColumns, type Table } from "./table.ts";

/** One observation: a plain object from column name to value. */
export type DataRecord = Readonly<Record<string, unknown>>;

/**
 * A data set from an array of objects, one per observation. Numbers must be finite, true and false count as 1 and
 * 0, null and undefined are missing; a number written as text and a Date are refused, as the conversion is a
 * decision. Only an object's own properties are read, and only those that are used need be numbers or words.
 *
 * @throws ArgumentError if an option is wrong or names a column that no record has; DataError naming record,
 *   column and value if a value cannot be used.
 * @example
 * ```ts
 * import { datasetFromRecords } from "credence";
 * const data = datasetFromRecords([{ age: 28, strength: 79.9 }, { age: 90, strength: 40.2 }], { target: "strength" });
 * console.log(data.x.data, data.y.data); // [28, 90] [79.9, 40.2]
 * ```
 */
export function datasetFromRecords(records: readonly DataRecord[], options: DatasetOptions): EncodedDataset {
  const where = "datasetFromRecords";
  return encodeTable(where, toTable(where, records), options);
}

/**
 * The inputs [n, d] of new records, encoded as the data set was that the encoding belongs to: see
 * {@link encodeFeatures}.
 */
export function encodeRecords(
  encoding: TableEncoding,
  records: readonly DataRecord[],
  options: EncodeOptions = {},
): Matrix {
  const where = "encodeRecords";
  const table = toTable(where, records);
  if (table.rows.length > 0) return encodeFeaturesOf(where, encoding, table, options);
  // Without records nothing tells which columns there are: those of the encoding will do.
  checkEncoding(where, encoding);
  const columns = encoding.features.map(({ column }) => column);
  return encodeFeaturesOf(where, encoding, { ...table, columns }, options);
}

/** A table of records. The columns are all their keys, in the order in which they first appear. */
export function tableFromRecords(records: readonly DataRecord[]): Table {
  return toTable("tableFromRecords", records);
}

function toTable(where: string, records: readonly DataRecord[]): Table {
  if (!Array.isArray(records)) {
    throw new ArgumentError({ where, problem: `records must be an array of objects, got ${show(records)}` });
  }
  const names = new Set<string>();
  for (let i = 0; i < records.length; i++) {
    const record: unknown = records[i];
    if (typeof record !== "object" || record === null || Array.isArray(record)) {
      throw new DataError({
        where,
        problem: `record ${i} (counted from 0) must be an object, got ${show(record)}`,
        details: { row: i },
      });
    }
    for (const key of Object.keys(record)) names.add(key);
  }
  const columns = [...names];
  checkColumns(where, columns);
  const rows = records.map((record) =>
    columns.map((name) => (Object.hasOwn(record, name) ? record[name] : undefined)),
  );
  return { columns, rows, rowNumbers: rows.map((_, i) => i), source: "records" };
}

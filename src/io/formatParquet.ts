import { checkColumns } from "../data/table.ts";
import { checkLength } from "../errors/checks.ts";
import type { CsvCell } from "./csvText.ts";
import { packageVersion } from "./packageVersion.ts";

/** A column that is written: its name and one cell per row. */
export type ParquetColumn = readonly [name: string, cells: ArrayLike<CsvCell>];

/**
 * The bytes of a Parquet file of columns of equal length. A `Float64Array` and numbers with fractions are written as DOUBLE, to the
 * last bit; whole numbers of a plain array as INT64; everything else as text. Pages are compressed with Snappy.
 *
 * @throws DataError if a column has no name of its own, ShapeError if columns differ in length.
 * @example
 * ```ts
 * import { formatParquet } from "credence/node";
 * const bytes = await formatParquet([["id", ["a", "b"]], ["mean", Float64Array.of(0.5, 0.25)]]);
 * ```
 */
export async function formatParquet(columns: readonly ParquetColumn[]): Promise<Uint8Array> {
  checkColumns(
    "formatParquet",
    columns.map(([name]) => name),
  );
  const rows = columns[0]?.[1].length ?? 0;
  for (const [name, cells] of columns) {
    checkLength("formatParquet", name, cells, rows, "columns must have one cell per row");
  }
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const columnData = columns.map(([name, cells]) => ({ name, ...typedCells(cells), nullable: false }));
  const createdBy = `credence version ${packageVersion()}`;
  return new Uint8Array(parquetWriteBuffer({ columnData, createdBy }));
}

function typedCells(cells: ArrayLike<CsvCell>) {
  if (cells instanceof Float64Array) return { type: "DOUBLE" as const, data: cells };
  const data = Array.from(cells);
  if (data.length === 0 || !data.every((cell) => typeof cell === "number")) {
    return { type: "STRING" as const, data: data.map(String) };
  }
  return data.every((cell) => Number.isSafeInteger(cell) && !Object.is(cell, -0))
    ? { type: "INT64" as const, data: data.map(BigInt) }
    : { type: "DOUBLE" as const, data };
}

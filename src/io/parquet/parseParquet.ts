import { setImmediate } from "node:timers/promises";
import { type FileMetaData, parquetMetadata, type RowGroup, type SchemaElement } from "hyparquet";
import { checkColumns, listNames, type Table } from "../../data/table.ts";
import { show } from "../../errors/checks.ts";
import { DataError } from "../../errors/errors.ts";
import { LARGEST_FILE } from "../readBytesFile.ts";
import { isParquet } from "../tableFormat.ts";
import { LARGEST_TABLE, LONGEST_FOOTER } from "../tableLimits.ts";
import { canDecompress } from "./decompress.ts";
import { type ByteBudget, type ChunkColumn, readColumnChunk } from "./readColumnChunk.ts";
import { valueReader } from "./valueReader.ts";

const DAMAGED = "The file may be cut short, damaged or of another kind.";

/** What pandas calls an index without a name: it is no column of the table. */
const PANDAS_INDEX = /^__index_level_\d+__$/;

/** A column that is read, and its place in the file. */
interface FileColumn extends ChunkColumn {
  readonly position: number;
}

/**
 * The table of a Parquet file with columns of numbers, texts, true and false; see {@link valueReader} for the types. The file may
 * come from anyone: sizes are checked before anything is allocated.
 *
 * @throws DataError, in the name of `where`, if the bytes are no Parquet or damaged, a column is nested or of a type that is not
 *   read, or the table is too large.
 */
export async function parseParquet(where: string, bytes: Uint8Array, signal?: AbortSignal): Promise<Table> {
  const { schema, rowGroups, rows } = readFooter(where, bytes);
  const columns = readableColumns(where, schema);
  const names = columns.map(({ element }) => element.name);
  checkColumns(where, names);
  if (!(rows * columns.length <= LARGEST_TABLE)) {
    throw new DataError({
      where,
      problem: `tables of up to ${LARGEST_TABLE} cells are read, this one has ${rows} rows of ${columns.length}`,
      fix: "Use fewer rows or columns.",
    });
  }
  const budget: ByteBudget = { left: LARGEST_FILE };
  const table: unknown[][] = [];
  for (const group of rowGroups) {
    const cells: unknown[][] = [];
    for (const column of columns) {
      cells.push(readChunk(where, bytes, group, column, schema.length - 1, budget));
      await setImmediate();
      signal?.throwIfAborted();
    }
    for (let i = 0; i < Number(group.num_rows); i++) table.push(cells.map((column) => column[i]));
  }
  return { columns: names, rows: table, rowNumbers: table.map((_, i) => i + 1), source: "parquet" };
}

interface Footer {
  readonly schema: readonly SchemaElement[];
  readonly rowGroups: readonly RowGroup[];
  readonly rows: number;
}

function readFooter(where: string, bytes: Uint8Array): Footer {
  const damaged = (problem: string, cause?: unknown): DataError => {
    const error = new DataError({ where, problem, fix: DAMAGED });
    error.cause = cause;
    return error;
  };
  if (bytes.length < 12 || !isParquet(bytes) || !isParquet(bytes.subarray(-4))) {
    throw damaged("a Parquet file must begin and end with PAR1, this one does not");
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 4).getUint32(0, true);
  if (length > Math.min(LONGEST_FOOTER, bytes.length - 12)) {
    throw damaged(`the description at the end of the Parquet file cannot have ${length} bytes`);
  }
  let metadata: FileMetaData;
  try {
    metadata = parquetMetadata(bytes.subarray(-length - 8), { geoparquet: false });
  } catch (cause) {
    throw damaged("the description at the end of the Parquet file cannot be read", cause);
  }
  const { schema, row_groups: rowGroups } = metadata;
  const counts = rowGroups.map(({ num_rows: count }) => count);
  const rows = counts.reduce((sum, count) => sum + Number(count), 0);
  if (
    !counts.every((count) => typeof count === "bigint" && count >= 0n) ||
    rows !== Number(metadata.num_rows)
  ) {
    throw damaged("the Parquet file contradicts itself on the number of its rows");
  }
  return { schema, rowGroups, rows };
}

function readableColumns(where: string, [root, ...elements]: readonly SchemaElement[]): FileColumn[] {
  const names = nestedColumns(elements);
  if (names.length > 0 || root?.num_children !== elements.length) {
    throw new DataError({
      where,
      problem: `every column must hold one value per row; nested are ${listNames(names)}`,
      fix: "Take lists, maps and structures apart, or leave them out, before the file is written.",
      details: { columns: names },
    });
  }
  const columns = elements.map((element, position) => {
    const read = valueReader(element);
    if (read !== undefined) return { element, read, position };
    const type = element.converted_type ?? element.logical_type?.type ?? element.type;
    throw new DataError({
      where,
      problem: `column ${show(element.name)} holds values of the type ${type}, which is not read`,
      fix: "Write it as numbers or text, or leave it out of the file.",
      details: { column: element.name, type },
    });
  });
  const kept = columns.filter(({ element }) => !PANDAS_INDEX.test(element.name));
  if (kept.length > 0) return kept;
  throw new DataError({ where, problem: "the Parquet file must have at least one column, it has none" });
}

/** The names of the columns that hold lists, maps or structures; what is inside of them stands behind them. */
function nestedColumns(elements: readonly SchemaElement[]): string[] {
  const names: string[] = [];
  let inside = 0;
  for (const { name, type, num_children: children = 0, repetition_type: repetition } of elements) {
    if (inside === 0 && (type === undefined || repetition === "REPEATED")) names.push(name);
    inside = Math.max(0, inside - 1) + children;
  }
  return names;
}

/** The cells of one column of one row group. */
function readChunk(
  where: string,
  bytes: Uint8Array,
  group: RowGroup,
  column: FileColumn,
  columns: number,
  budget: ByteBudget,
): unknown[] {
  const { name, type } = column.element;
  const chunk = group.columns[column.position];
  const meta = chunk?.meta_data;
  if (meta !== undefined && !canDecompress(meta.codec)) {
    throw new DataError({
      where,
      problem: `column ${show(name)} is compressed with ${meta.codec}, which cannot be read here`,
      fix:
        meta.codec === "ZSTD"
          ? "Node 22.15 and later can; or write the file with Snappy, gzip or Brotli."
          : "Write the file with Snappy, gzip or Brotli.",
      details: { column: name, codec: meta.codec },
    });
  }
  try {
    const path = meta?.path_in_schema;
    if (meta === undefined || group.columns.length !== columns || path?.length !== 1 || path[0] !== name) {
      throw new Error("a row group has other columns than the file");
    }
    if (meta.type !== type || chunk?.file_path !== undefined) throw new Error("a column is elsewhere");
    return readColumnChunk(bytes, column, meta, Number(group.num_rows), budget);
  } catch (cause) {
    const error = new DataError({
      where,
      problem: `column ${show(name)} of the Parquet file cannot be read: ${(cause as Error).message}`,
      fix: DAMAGED,
      details: { column: name },
    });
    error.cause = cause;
    throw error;
  }
}

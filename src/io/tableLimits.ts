/** The largest table, in cells: a few bytes of a Parquet file or of JSON lines can ask for any number. */
export const LARGEST_TABLE = 50_000_000;

/** The longest description of a Parquet file, in bytes: its parser makes many objects of each. */
export const LONGEST_FOOTER = 10_000_000;

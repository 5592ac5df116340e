/** The largest table, in cells: a few bytes of a Parquet file or of JSON lines can ask for any number. It takes 1.5 GB as rows. */
export const LARGEST_TABLE = 25_000_000;

/** The longest description of a Parquet file, in bytes: its parser makes many objects of each. */
export const LONGEST_FOOTER = 10_000_000;

/** Rows that are fitted and rows that are scored, counted from 0: a Split is one. */
export interface RowSplit {
  readonly trainRows: ArrayLike<number>;
  readonly testRows: ArrayLike<number>;
}

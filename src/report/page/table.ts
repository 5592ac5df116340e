/** A table of numbers and words; number cells are right-aligned. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** How many rows there are in full, when only some are listed. */
  readonly of?: number;
}

import type { FigureSpec } from "./figureSpec.ts";
import type { Text } from "./text.ts";

/** A remark about the run that the reader must know. */
export interface ReportNote {
  readonly level: "note" | "warning";
  readonly text: Text;
}

/** A cell of a table of scores: words, a number, or a number with its standard error. */
export type ScoreCell = string | number | { readonly value: number; readonly error?: number };

/** A column of a table of scores. */
export interface ScoreColumn {
  readonly name: string;
  /** Which values are best: the lowest, the highest, or those nearest to a number. Left out: none is marked. */
  readonly better?: "lower" | "higher" | { readonly near: number };
}

/** A table of scores: one row per method, or one row per score of a single method. */
export interface ScoreTable {
  readonly caption: Text;
  /** Heading of the first column. */
  readonly rowName: string;
  readonly columns: readonly ScoreColumn[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly ScoreCell[] }[];
}

/** A figure with its finding as title. */
export interface FigureBlock {
  readonly kind: "figure";
  /** What the figure shows, best as a finding: one clause or sentence. */
  readonly title: Text;
  /** What is not drawn but needed to read it; sentences on bands, points and tables are added. */
  readonly caption?: Text;
  readonly figure: FigureSpec;
}

/** One part of a section. */
export type Block =
  | { readonly kind: "text"; readonly text: Text }
  | FigureBlock
  /** Two figures of half width beside each other. */
  | { readonly kind: "row"; readonly figures: readonly FigureBlock[] }
  | { readonly kind: "scores"; readonly table: ScoreTable }
  | { readonly kind: "notes"; readonly notes: readonly ReportNote[] };

/** A section with a heading. */
export interface Section {
  readonly title: Text;
  readonly blocks: readonly Block[];
}

/** How the page came about. It holds no time, date or engine, so the same inputs give the same bytes. */
export interface Provenance {
  /** Command that makes the page again. */
  readonly command: string;
  readonly version: string;
  readonly seed: string | number;
  readonly data: {
    readonly name: string;
    readonly rows: number;
    readonly columns: number;
    /** Hash of the bytes of the data, with the name of the algorithm: "sha256:...". */
    readonly hash: string;
  };
  /** Specs of data, model and method, as JSON. */
  readonly spec: unknown;
  /** Further facts, for example gradient evaluations. */
  readonly facts?: readonly (readonly [name: string, value: string | number])[];
}

/** Everything a page says. */
export interface ReportContent {
  readonly title: string;
  /** What was modelled, in one line. */
  readonly subtitle?: Text;
  /** The finding, in plain words with numbers. */
  readonly verdict: Text;
  /** Paragraphs that explain it. */
  readonly lead?: readonly Text[];
  readonly scores?: ScoreTable;
  readonly notes?: readonly ReportNote[];
  readonly sections: readonly Section[];
  readonly provenance: Provenance;
}

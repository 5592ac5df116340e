import { checkChoice, checkKeys, checkNumber, show } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";

/** What the +- of a published table is: of splits, or not told. */
export type PlusMinus = "standard error" | "standard deviation" | "unknown";

/** A published figure and its +-, where it has one. */
export type PublishedFigure = readonly [value: number, plusMinus: number | null];

/** A row of a published table, by the names of data sets. */
export interface PublishedRow {
  readonly name: string;
  /** Where it was read. */
  readonly source: string;
  readonly plusMinus: PlusMinus;
  /** Splits that it is a mean over. */
  readonly splits: number;
  /** What a reader should know of the protocol. */
  readonly remark?: string;
  readonly rmse: Readonly<Record<string, PublishedFigure>>;
  /** Mean log likelihood of a test row, in nats: larger is better. */
  readonly logScore: Readonly<Record<string, PublishedFigure>>;
}

/** The standard error of a published mean: a standard deviation over splits is divided by their root; null where not told. */
export function publishedError(row: PublishedRow, [, plusMinus]: PublishedFigure): number | null {
  if (plusMinus === null || row.plusMinus === "unknown") return null;
  return row.plusMinus === "standard error" ? plusMinus : plusMinus / Math.sqrt(row.splits);
}

const KEYS = ["name", "source", "plusMinus", "splits", "remark", "rmse", "logScore"];

/** The rows of a file of published results. Throws an ArgumentError for anything else. */
export function checkPublishedRows(where: string, given: unknown): readonly PublishedRow[] {
  if (!Array.isArray(given)) {
    throw new ArgumentError({ where, problem: `published rows must be a list, got ${show(given)}` });
  }
  for (const row of given as readonly PublishedRow[]) {
    checkKeys(where, row, KEYS);
    for (const key of ["name", "source"] as const) {
      if (typeof row[key] === "string") continue;
      throw new ArgumentError({ where, problem: `${key} must be a text, got ${show(row[key])}` });
    }
    checkChoice(where, "plusMinus", row.plusMinus, ["standard error", "standard deviation", "unknown"]);
    checkNumber(where, "splits", row.splits, { integer: true, min: 1 });
    for (const figures of [row.rmse ?? {}, row.logScore ?? {}]) {
      for (const [set, figure] of Object.entries(figures)) {
        checkNumber(where, `the figure of ${row.name} on ${set}`, figure?.[0]);
        if (figure[1] !== null) checkNumber(where, `the +- of ${row.name} on ${set}`, figure[1], { min: 0 });
      }
    }
  }
  return given as readonly PublishedRow[];
}

import { checkLength, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { Table } from "../page/table.ts";
import { TABLE_ROWS } from "./bandTables.ts";
import { evenly } from "./thin.ts";

/** A score of held-out data along a sweep; larger is better. */
export interface SweepScore {
  /** For example "leave-one-out mean log score". */
  readonly name: string;
  readonly values: ArrayLike<number>;
  /** Standard errors of the values. */
  readonly errors?: ArrayLike<number>;
}

/** What {@link evidenceFigure} draws: results along a sweep over the variance of the prior. */
export interface EvidenceData {
  /** Variances of the prior σ²_φ, positive and ascending [m]. */
  readonly priorVariance: ArrayLike<number>;
  /** Log evidence [m]. */
  readonly logEvidence: ArrayLike<number>;
  /** Effective number of parameters [m]. */
  readonly effectiveParameters?: ArrayLike<number>;
  /** Root mean square norm of the weights under the posterior, positive [m]; drawn on a logarithmic axis. */
  readonly weightNorm?: ArrayLike<number>;
  /** Number of parameters, the upper limit of the effective number. */
  readonly parameters?: number;
  readonly score?: SweepScore;
}

/** The sweep, evenly thinned. */
export function sweepTable(data: EvidenceData): Table {
  const columns: [string, ArrayLike<number>][] = [
    ["prior variance", data.priorVariance],
    ["log evidence", data.logEvidence],
  ];
  if (data.effectiveParameters !== undefined)
    columns.push(["effective parameters", data.effectiveParameters]);
  if (data.weightNorm !== undefined) columns.push(["norm of the weights", data.weightNorm]);
  if (data.score !== undefined) columns.push([data.score.name, data.score.values]);
  if (data.score?.errors !== undefined) columns.push(["standard error", data.score.errors]);
  return {
    caption: "Sweep over the prior variance",
    columns: columns.map(([name]) => name),
    rows: Array.from(evenly(data.priorVariance.length, TABLE_ROWS), (i) =>
      columns.map(([, values]) => values[i]!),
    ),
    of: data.priorVariance.length,
  };
}

/** Throws unless the variances are positive and ascend and every curve has their length. */
export function checkSweep(data: EvidenceData): void {
  const where = "evidenceFigure";
  const m = data.priorVariance.length;
  if (m < 2) {
    throw new ArgumentError({
      where,
      problem: `there must be at least 2 prior variances, got ${m}`,
      details: { m },
    });
  }
  for (let i = 0; i < m; i++) {
    checkNumber(where, `priorVariance[${i}]`, data.priorVariance[i], {
      above: i === 0 ? 0 : data.priorVariance[i - 1]!,
    });
  }
  checkLength(where, "logEvidence", data.logEvidence, m, "one per prior variance");
  if (data.effectiveParameters !== undefined)
    checkLength(where, "effectiveParameters", data.effectiveParameters, m);
  if (data.weightNorm !== undefined) {
    checkLength(where, "weightNorm", data.weightNorm, m);
    for (let i = 0; i < m; i++) checkNumber(where, `weightNorm[${i}]`, data.weightNorm[i], { above: 0 });
  }
  if (data.score !== undefined) checkLength(where, "score.values", data.score.values, m);
  if (data.score?.errors !== undefined) checkLength(where, "score.errors", data.score.errors, m);
}

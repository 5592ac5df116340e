import { createMatrix, type Matrix, stackRows } from "../../numeric/matrix.ts";
import { addGram, transposeTimesVector } from "../../numeric/products.ts";
import { triangularFactor } from "../../numeric/qr.ts";

/** What is the same for every reduction of the data: enough rows may be forgotten once these are known. */
interface Counted {
  /** Number of observations N. */
  readonly observations: number;
  /** Sum of the logarithms of the precision weights. */
  readonly logWeights: number;
}

/**
 * Rows with the same inner products as the data: design'design = H'H, design'target = H'y. Either the data themselves
 * or their triangular factor, at most D + 1 rows.
 */
export interface RowsReduction extends Counted {
  readonly kind: "rows";
  readonly design: Matrix;
  readonly target: Float64Array;
  /** y'y - target'target, computed without subtraction. */
  readonly leftover: number;
}

/** The inner products themselves: cheaper to gather, but with the square of the condition number. */
export interface GramReduction extends Counted {
  readonly kind: "gram";
  /** H'H [D, D]. */
  readonly gram: Matrix;
  /** H'y [D]. */
  readonly cross: Float64Array;
  /** y'y. */
  readonly targetSquares: number;
}

/** Data of a dense basis, reduced to what inference needs. Reductions of parts of the data add up. */
export type DenseReduction = RowsReduction | GramReduction;

/** The reduction of no data at all, for D parameters. */
export function emptyReduction(kind: DenseReduction["kind"], size: number): DenseReduction {
  const counted = { observations: 0, logWeights: 0 };
  return kind === "rows"
    ? { kind, ...counted, design: createMatrix(0, size), target: new Float64Array(0), leftover: 0 }
    : { kind, ...counted, gram: createMatrix(size, size), cross: new Float64Array(size), targetSquares: 0 };
}

/** The reduction of some rows of features and targets, already multiplied by the square roots of their weights. */
export function rowsReduction(design: Matrix, target: Float64Array, logWeights = 0): RowsReduction {
  return { kind: "rows", observations: design.rows, logWeights, design, target, leftover: 0 };
}

/** The reduction of both data sets together. */
export function combine(a: DenseReduction, b: DenseReduction): DenseReduction {
  const counted = { observations: a.observations + b.observations, logWeights: a.logWeights + b.logWeights };
  if (a.kind === "rows" && b.kind === "rows") {
    const target = new Float64Array(a.target.length + b.target.length);
    target.set(a.target);
    target.set(b.target, a.target.length);
    const design = stackRows(a.design, b.design);
    return compress({ kind: "rows", ...counted, design, target, leftover: a.leftover + b.leftover });
  }
  const [x, y] = [asGram(a), asGram(b)];
  return {
    kind: "gram",
    ...counted,
    gram: { ...x.gram, data: x.gram.data.map((value, i) => value + y.gram.data[i]!) },
    cross: x.cross.map((value, i) => value + y.cross[i]!),
    targetSquares: x.targetSquares + y.targetSquares,
  };
}

/** Replaces more than 2 D rows by their triangular factor. */
export function compress(rows: RowsReduction): RowsReduction {
  const size = rows.design.cols;
  if (rows.design.rows <= 2 * (size + 1)) return rows;
  const factor = triangularFactor(appendColumn(rows.design, rows.target));
  const design = createMatrix(size, size);
  const target = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    design.data.set(factor.data.subarray(i * (size + 1), i * (size + 1) + size), i * size);
    target[i] = factor.data[i * (size + 1) + size]!;
  }
  const rest = factor.data[size * (size + 1) + size]!;
  return { ...rows, design, target, leftover: rows.leftover + rest * rest };
}

/** The inner products of any reduction. */
export function asGram(reduction: DenseReduction): GramReduction {
  if (reduction.kind === "gram") return reduction;
  const { design, target, leftover, observations, logWeights } = reduction;
  const gram = createMatrix(design.cols, design.cols);
  addGram(design, gram);
  return {
    kind: "gram",
    observations,
    logWeights,
    gram,
    cross: transposeTimesVector(design, target),
    targetSquares: target.reduce((sum, value) => sum + value * value, leftover),
  };
}

/** [A, b]: the matrix with one more column. */
export function appendColumn(a: Matrix, b: Float64Array): Matrix {
  const result = createMatrix(a.rows, a.cols + 1);
  for (let i = 0; i < a.rows; i++) {
    result.data.set(a.data.subarray(i * a.cols, (i + 1) * a.cols), i * (a.cols + 1));
    result.data[i * (a.cols + 1) + a.cols] = b[i]!;
  }
  return result;
}

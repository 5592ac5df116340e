import type { Dataset } from "../../data/dataset.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { LinearNetwork } from "../../model/network.ts";
import { createMatrix } from "../../numeric/matrix.ts";
import { log } from "../../numeric/special.ts";
import { drive } from "../driver.ts";
import type { Note, Run } from "../method.ts";
import { addRows, type BandedReduction, combineBanded, emptyBandedReduction } from "./bandedReduction.ts";
import { solveBanded } from "./bandedSolver.ts";
import { LARGEST_CONDITION, solveCholesky } from "./choleskySolver.ts";
import { solveDual } from "./dualSolver.ts";
import { blockRows, featureBlock } from "./featureBlocks.ts";
import { type LinearPrior, priorPrecision } from "./linearPrior.ts";
import { createPieces, type Pieces } from "./pieces.ts";
import { solveQr } from "./qrSolver.ts";
import { asGram, combine, type DenseReduction, emptyReduction, rowsReduction } from "./reduction.ts";
import type { LinearSolution, SolverName } from "./solution.ts";

/** Data reduced to what exact inference needs, in one of three forms. */
export type Reduction = DenseReduction | BandedReduction;

/** A network with its prior, and the way its posterior is found. */
export interface LinearModel {
  readonly network: LinearNetwork;
  readonly prior: LinearPrior;
  readonly solver: SolverName;
  /** Present when the solver is "banded". */
  readonly pieces?: Pieces;
}

/** Below this many multiplications the most accurate dense solver is also fast enough (about 0.1 s). */
const SMALL = 60_000_000;

/**
 * Chooses the solver by structure: "banded" for fixed joints on one input; for a dense basis "qr" where it is cheap,
 * "dual" for more parameters than rows under a proper prior, "cholesky" otherwise.
 */
export function linearModel(
  network: LinearNetwork,
  prior: LinearPrior,
  observations: number,
  wanted: SolverName | "auto",
): LinearModel {
  const pieces = wanted === "auto" || wanted === "banded" ? createPieces(network) : undefined;
  if (pieces !== undefined) return { network, prior, solver: "banded", pieces };
  if (wanted === "banded") {
    throw new ArgumentError({
      where: "exact",
      problem: 'solver "banded" needs a shallow-relu network: fixed joints on one input',
      fix: 'Use solver "auto".',
    });
  }
  if (wanted === "dual" && prior.flat > 0) {
    throw new ArgumentError({
      where: "exact",
      problem: `solver "dual" needs a proper prior, ${prior.flat} parameter(s) have a flat one`,
      fix: 'Use solver "auto", or give every parameter a finite prior variance.',
    });
  }
  if (wanted !== "auto") return { network, prior, solver: wanted };
  const { size } = network;
  if ((observations + size) * size * size <= SMALL) return { network, prior, solver: "qr" };
  return { network, prior, solver: size > observations && prior.flat === 0 ? "dual" : "cholesky" };
}

/** Reduces the data, block by block; rows are multiplied by the square roots of their weights. */
export async function reduceData(model: LinearModel, data: Dataset, run: Partial<Run>): Promise<Reduction> {
  return model.pieces === undefined ? reduceDense(model, data, run) : reduceBanded(model.pieces, data, run);
}

/** The reduction of two data sets together. Throws an ArgumentError if they were reduced for different solvers. */
export function combineReductions(a: Reduction, b: Reduction): Reduction {
  if (a.kind === "banded" && b.kind === "banded") return combineBanded(a, b);
  if (a.kind !== "banded" && b.kind !== "banded") return combine(a, b);
  throw new ArgumentError({
    where: "merge",
    problem: "both posteriors must come from the same solver family, one is banded and the other dense",
    fix: "Fit both with the same model and options.",
  });
}

async function reduceBanded(pieces: Pieces, data: Dataset, run: Partial<Run>): Promise<Reduction> {
  const empty = emptyBandedReduction(pieces.joints.length);
  // Short calls: the compiler has its say sooner.
  const step = 1 << 13;
  let hint = 0;
  await drive(run, "reading rows", Math.ceil(data.x.rows / step), (block) => {
    const to = Math.min((block + 1) * step, data.x.rows);
    hint = addRows(pieces, empty.factors, data.x.data, data.y.data, data.weights, block * step, to, hint);
  });
  return { ...empty, observations: data.x.rows, logWeights: logWeights(data, 0, data.x.rows) };
}

async function reduceDense(model: LinearModel, data: Dataset, run: Partial<Run>): Promise<Reduction> {
  const { network, solver } = model;
  const step = blockRows(network.size);
  const blocks = Math.ceil(data.x.rows / step);
  if (solver === "dual") {
    const all = createMatrix(data.x.rows, network.size);
    await drive(run, "computing features", blocks, (block) => {
      const { from, features } = weightedBlock(network, data, block * step, step);
      all.data.set(features.data, from * network.size);
    });
    return rowsReduction(all, weightedTarget(data, 0, data.x.rows), logWeights(data, 0, data.x.rows));
  }
  let total: DenseReduction = emptyReduction(solver === "qr" ? "rows" : "gram", network.size);
  await drive(run, "computing features", blocks, (block) => {
    const { from, to, features } = weightedBlock(network, data, block * step, step);
    const part = rowsReduction(features, weightedTarget(data, from, to), logWeights(data, from, to));
    total = combine(total, solver === "qr" ? part : asGram(part));
  });
  return total;
}

function weightedBlock(network: LinearNetwork, data: Dataset, from: number, step: number) {
  const to = Math.min(from + step, data.x.rows);
  const { features } = featureBlock(network, data.x, from, to);
  for (let i = from; data.weights !== undefined && i < to; i++) {
    const root = Math.sqrt(data.weights[i]!);
    for (let p = (i - from) * network.size; p < (i - from + 1) * network.size; p++) features.data[p]! *= root;
  }
  return { from, to, features };
}

function weightedTarget(data: Dataset, from: number, to: number): Float64Array {
  const { y, weights } = data;
  return Float64Array.from({ length: to - from }, (_, i) =>
    weights === undefined ? y.data[from + i]! : Math.sqrt(weights[from + i]!) * y.data[from + i]!,
  );
}

function logWeights(data: Dataset, from: number, to: number): number {
  let sum = 0;
  if (data.weights !== undefined) for (let i = from; i < to; i++) sum += log(data.weights[i]!);
  return sum;
}

/** The posterior for given variances. `notes` receives what a reader should know about the numerics. */
export function solveLinear(
  model: LinearModel,
  data: Reduction,
  variance: number,
  noiseVariance: number,
  notes: Note[] = [],
): LinearSolution {
  const { network, prior, pieces } = model;
  const precision = priorPrecision(prior, variance);
  if (data.kind === "banded") return solveBanded(pieces!, data, prior.mean, precision, noiseVariance);
  if (data.kind === "rows" && model.solver !== "cholesky") {
    const dual = model.solver === "dual" && data.design.rows < network.size;
    return (dual ? solveDual : solveQr)(network, data, prior.mean, precision, noiseVariance);
  }
  const { solution, condition } = solveCholesky(network, asGram(data), prior.mean, precision, noiseVariance);
  if (condition > LARGEST_CONDITION) notes.push(illConditioned(condition));
  return solution;
}

/** The code of the note that every solution makes anew. */
export const ILL_CONDITIONED = "ill-conditioned";

function illConditioned(condition: number): Note {
  return {
    code: ILL_CONDITIONED,
    message: `The posterior precision has a condition number of about ${condition.toExponential(1)}: means and variances may have lost half their digits.`,
  };
}

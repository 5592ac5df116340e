import { show } from "../../errors/checks.ts";
import { FormatError } from "../../errors/errors.ts";
import { buildLinearNetwork } from "../../model/buildLinearNetwork.ts";
import { createModel } from "../../model/model.ts";
import type { LinearNetwork } from "../../model/network.ts";
import { createMatrix } from "../../numeric/matrix.ts";
import { broken } from "../checkSaved.ts";
import type { Note } from "../method.ts";
import {
  savedChoice,
  savedCount,
  savedList,
  savedNumber,
  savedPositive,
  savedTensor,
  savedText,
} from "../savedFields.ts";
import type { SavedPosterior, Tensor } from "../savedPosterior.ts";
import { asExactModel } from "./exactModel.ts";
import type { ExactPosterior, ExactState } from "./exactPosterior.ts";
import type { Boundary } from "./learnVariances.ts";
import { ILL_CONDITIONED, linearModel, type Reduction } from "./linearModel.ts";
import { linearPrior } from "./linearPrior.ts";
import type { SolverName } from "./solution.ts";
import { EMPTY_SUMMARY, type TargetSummary } from "./targetSummary.ts";

const SOLVERS: readonly SolverName[] = ["banded", "cholesky", "dual", "qr"];

/**
 * An exact posterior is saved as the reduced data and the variances it was solved with: loading solves again, so that
 * predictions are the same to the last bit and more data can still be added.
 */
export function saveExact(state: ExactState): SavedPosterior {
  const { model, reduction } = state;
  const { tensors, values } = saveReduction(reduction);
  return {
    format: "credence-posterior",
    version: 1,
    method: "exact",
    options: state.options,
    model: model.spec,
    inputs: model.inputs,
    scaler: state.scaler,
    values: {
      ...values,
      solver: state.linear.solver,
      observations: reduction.observations,
      logWeights: reduction.logWeights,
      variance: state.variance,
      noiseVariance: state.noiseVariance,
      boundary: JSON.stringify(state.boundary),
      notes: JSON.stringify(state.notes),
      basisProbe: basisProbe(state.linear.network),
    },
    tensors: {
      ...tensors,
      targets: saveTargets(state.targets),
    },
  };
}

/** A function that concludes a fit from a state without variances; passed in to keep imports one way. */
type Conclude = (
  state: Pick<ExactState, "model" | "scaler" | "options" | "linear" | "reduction" | "targets">,
  notes: readonly Note[],
  given: {
    readonly variance: number;
    readonly noiseVariance: number;
    readonly boundary: readonly Boundary[];
  },
) => ExactPosterior;

/**
 * The posterior that was saved. Throws a FormatError where the manifest and the arrays do not fit each other, or whatever
 * a fit with such data throws.
 */
export function loadExact(saved: SavedPosterior, conclude: Conclude): ExactPosterior {
  const model = asExactModel(createModel(saved.model, { x: createMatrix(0, saved.inputs) }));
  const network = buildLinearNetwork(model.spec.network, model.inputs, saved.scaler);
  const prior = linearPrior(model.spec.prior, network.size);
  const linear = linearModel(
    network,
    prior,
    savedCount(saved, "observations"),
    savedChoice(saved.values, "values", "solver", SOLVERS),
  );
  if (basisProbe(network) !== savedNumber(saved, "basisProbe")) {
    throw new FormatError({
      where: "loadPosterior",
      problem:
        "the random features named by the seed must be the ones the posterior was fitted with, they differ",
      fix: "Load it with the version that saved it, or fit again.",
    });
  }
  const given = {
    variance: savedPositive(saved, "variance"),
    noiseVariance: savedPositive(saved, "noiseVariance"),
    boundary: savedList<Boundary>(saved, "boundary"),
  };
  const solver = savedChoice(saved.options, "options", "solver", ["auto", ...SOLVERS]);
  const reduction = loadReduction(saved, network.size);
  if ((reduction.kind === "banded") !== (linear.solver === "banded")) {
    throw broken("values.reduction", `one for solver "${linear.solver}"`, `"${reduction.kind}"`);
  }
  const targets = loadTargets(saved);
  const notes = savedList<Note>(saved, "notes").filter((note) => note.code !== ILL_CONDITIONED);
  return conclude(
    { model, scaler: saved.scaler, options: { solver }, linear, reduction, targets },
    notes,
    given,
  );
}

/** Without targets their range is empty, which would be infinite numbers: zeros are written instead. */
function saveTargets({ weight, mean, squares, low, high }: TargetSummary): Tensor {
  return weight === 0 ? vector(0, 0, 0, 0, 0) : vector(weight, mean, squares, low, high);
}

function loadTargets(saved: SavedPosterior): TargetSummary {
  const [weight, mean, squares, low, high] = savedTensor(saved, "targets", [5]);
  if (weight === 0) return EMPTY_SUMMARY;
  return { weight: weight!, mean: mean!, squares: squares!, low: low!, high: high! };
}

function saveReduction(reduction: Reduction): Pick<SavedPosterior, "tensors" | "values"> {
  switch (reduction.kind) {
    case "banded":
      return {
        values: { reduction: "banded" },
        tensors: { factors: { shape: [reduction.factors.length / 6, 6], data: reduction.factors } },
      };
    case "gram":
      return {
        values: { reduction: "gram", targetSquares: reduction.targetSquares },
        tensors: {
          gram: { shape: [reduction.gram.rows, reduction.gram.cols], data: reduction.gram.data },
          cross: vector(...reduction.cross),
        },
      };
    case "rows":
      return {
        values: { reduction: "rows", leftover: reduction.leftover },
        tensors: {
          design: { shape: [reduction.design.rows, reduction.design.cols], data: reduction.design.data },
          target: vector(...reduction.target),
        },
      };
  }
}

function loadReduction(saved: SavedPosterior, size: number): Reduction {
  const counted = {
    observations: savedCount(saved, "observations"),
    logWeights: savedNumber(saved, "logWeights"),
  };
  switch (savedText(saved, "reduction")) {
    case "banded":
      return { kind: "banded", ...counted, factors: savedTensor(saved, "factors", [size - 1, 6]) };
    case "gram":
      return {
        kind: "gram",
        ...counted,
        gram: createMatrix(size, size, savedTensor(saved, "gram", [size, size])),
        cross: savedTensor(saved, "cross", [size]),
        targetSquares: savedNumber(saved, "targetSquares"),
      };
    case "rows": {
      const rows = saved.tensors["target"]?.shape[0] ?? 0;
      return {
        kind: "rows",
        ...counted,
        design: createMatrix(rows, size, savedTensor(saved, "design", [rows, size])),
        target: savedTensor(saved, "target", [rows]),
        leftover: savedNumber(saved, "leftover"),
      };
    }
    default:
      throw broken("values.reduction", "one of banded, gram, rows", show(saved.values["reduction"]));
  }
}

/** The sum of all features at a fixed input: tells whether a seed still names the same basis. */
function basisProbe(network: LinearNetwork): number {
  const x = createMatrix(1, network.inputs, new Float64Array(network.inputs).fill(0.7310585786300049));
  const out = new Float64Array(network.size);
  network.featuresInto(x, 0, 1, out);
  return out.reduce((sum, value) => sum + value, 0);
}

function vector(...values: number[]): Tensor {
  return { shape: [values.length], data: Float64Array.from(values) };
}

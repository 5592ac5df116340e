import { FormatError } from "../../errors/errors.ts";
import { createModel } from "../../model/model.ts";
import type { LinearNetwork } from "../../model/network.ts";
import { createMatrix } from "../../numeric/matrix.ts";
import type { SavedPosterior, Tensor } from "../savedPosterior.ts";
import type { ExactPosterior, ExactState } from "./exactPosterior.ts";
import type { Boundary } from "./learnVariances.ts";
import { linearModel, type Reduction } from "./linearModel.ts";
import { linearPrior } from "./linearPrior.ts";
import type { SolverName } from "./solution.ts";

/**
 * An exact posterior is saved as the reduced data and the variances it was solved with: loading solves again, so that
 * predictions are the same to the last bit and more data can still be added.
 */
export function saveExact(state: ExactState): SavedPosterior {
  const { model, reduction, targets } = state;
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
      basisProbe: basisProbe(state.linear.network),
    },
    tensors: {
      ...tensors,
      targets: vector(targets.weight, targets.mean, targets.squares, targets.low, targets.high),
    },
  };
}

/** A function that concludes a fit from a state without variances; passed in to keep imports one way. */
type Conclude = (
  state: Pick<ExactState, "model" | "scaler" | "options" | "linear" | "reduction" | "targets">,
  notes: readonly [],
  given: {
    readonly variance: number;
    readonly noiseVariance: number;
    readonly boundary: readonly Boundary[];
  },
) => ExactPosterior;

/** The posterior that was saved. Throws a FormatError where the manifest and the arrays do not fit each other. */
export function loadExact(saved: SavedPosterior, conclude: Conclude): ExactPosterior {
  const model = createModel(saved.model, { x: createMatrix(0, saved.inputs) });
  const network = model.network(saved.scaler);
  const prior = linearPrior(model.spec.prior, network.size);
  const solver = text(saved, "solver") as SolverName;
  const linear = linearModel(network, prior, number(saved, "observations"), solver);
  if (basisProbe(network) !== number(saved, "basisProbe")) {
    throw new FormatError({
      where: "loadPosterior",
      problem:
        "the random features named by the seed must be the ones the posterior was fitted with, they differ",
      fix: "Load it with the version that saved it, or fit again.",
    });
  }
  const [weight, mean, squares, low, high] = tensor(saved, "targets", [5]);
  const targets = { weight: weight!, mean: mean!, squares: squares!, low: low!, high: high! };
  const given = {
    variance: number(saved, "variance"),
    noiseVariance: number(saved, "noiseVariance"),
    boundary: JSON.parse(text(saved, "boundary")) as Boundary[],
  };
  const options = { solver: (saved.options["solver"] ?? "auto") as SolverName | "auto" };
  const reduction = loadReduction(saved, network.size);
  return conclude({ model, scaler: saved.scaler, options, linear, reduction, targets }, [], given);
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
  const counted = { observations: number(saved, "observations"), logWeights: number(saved, "logWeights") };
  switch (text(saved, "reduction")) {
    case "banded":
      return { kind: "banded", ...counted, factors: tensor(saved, "factors", [size - 1, 6]) };
    case "gram":
      return {
        kind: "gram",
        ...counted,
        gram: createMatrix(size, size, tensor(saved, "gram", [size, size])),
        cross: tensor(saved, "cross", [size]),
        targetSquares: number(saved, "targetSquares"),
      };
    case "rows": {
      const rows = saved.tensors["target"]?.shape[0] ?? 0;
      return {
        kind: "rows",
        ...counted,
        design: createMatrix(rows, size, tensor(saved, "design", [rows, size])),
        target: tensor(saved, "target", [rows]),
        leftover: number(saved, "leftover"),
      };
    }
    default:
      throw broken("values.reduction", "one of banded, gram, rows", saved.values["reduction"]);
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

function number(saved: SavedPosterior, key: string): number {
  const value = saved.values[key];
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw broken(`values.${key}`, "a finite number", value);
}

function text(saved: SavedPosterior, key: string): string {
  const value = saved.values[key];
  if (typeof value === "string") return value;
  throw broken(`values.${key}`, "a string", value);
}

function tensor(saved: SavedPosterior, key: string, shape: readonly number[]): Float64Array {
  const found = saved.tensors[key];
  if (found !== undefined && JSON.stringify(found.shape) === JSON.stringify(shape)) return found.data;
  throw broken(
    `tensors.${key}`,
    `an array of shape [${shape.join(", ")}]`,
    found && `shape [${found.shape.join(", ")}]`,
  );
}

function broken(what: string, wanted: string, found: unknown): FormatError {
  return new FormatError({
    where: "loadPosterior",
    problem: `${what} must be ${wanted}, got ${String(found)}`,
    fix: "The file may be damaged, or was edited by hand.",
  });
}

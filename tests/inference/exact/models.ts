import { createDataset } from "../../../src/data/createDataset.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import { identityScaler } from "../../../src/data/scaler.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import { asExactModel } from "../../../src/inference/exact/exactModel.ts";
import type { ExactPosterior } from "../../../src/inference/exact/exactPosterior.ts";
import type { SolverName } from "../../../src/inference/exact/solution.ts";
import { buildLinearNetwork } from "../../../src/model/buildLinearNetwork.ts";
import { createModel, type Model } from "../../../src/model/model.ts";
import type { LinearNetworkSpec } from "../../../src/model/networkSpec.ts";
import type { NormalPriorSpec } from "../../../src/model/priorSpec.ts";
import type { LinearModelSpec } from "../../../src/model/spec.ts";
import { createMatrix } from "../../../src/numeric/matrix.ts";
import { readRows } from "../../support/readFixture.ts";

/** The four solvers, the one for fixed joints first. */
export const SOLVERS: readonly SolverName[] = ["banded", "qr", "cholesky", "dual"];

/** The solvers that can take a network. */
export function solversFor(network: LinearNetworkSpec): readonly SolverName[] {
  return SOLVERS.filter((solver) => solver !== "banded" || network.kind === "shallow-relu");
}

/** The basis of the book's toy problem: joints at k/n. */
export function evenJoints(n: number): LinearNetworkSpec {
  return { kind: "shallow-relu", joints: Array.from({ length: n }, (_, k) => k / n) };
}

/** The 15 points of the book's toy problem. */
export function toyData(rows = 15): Dataset {
  const points = readRows("udl/toy_train.csv").slice(0, rows);
  return createDataset({ x: points.map((p) => [p[0]!]), y: points.map((p) => p[1]!), featureNames: ["x"] });
}

/** A model with a normal prior and nothing standardised, from the parts that a test is about. */
export function normalModel(
  network: LinearNetworkSpec,
  prior: Omit<NormalPriorSpec, "kind">,
  noiseVariance: LinearModelSpec["likelihood"]["noiseVariance"],
  data: Pick<Dataset, "x">,
): Model {
  return createModel(
    {
      network,
      prior: { kind: "normal", ...prior },
      likelihood: { kind: "normal", noiseVariance },
      standardise: "none",
    },
    data,
  );
}

/** The features that a model's network has at the rows of the data, as arrays. */
export function featureRows(model: Model, data: Pick<Dataset, "x">): number[][] {
  const scaler = { x: identityScaler(data.x.cols), y: identityScaler(1) };
  const network = buildLinearNetwork(asExactModel(model).spec.network, model.inputs, scaler);
  const out = createMatrix(data.x.rows, network.size);
  network.featuresInto(data.x, 0, data.x.rows, out.data);
  return Array.from({ length: out.rows }, (_, i) => [...out.data.subarray(i * out.cols, (i + 1) * out.cols)]);
}

/** Fits with every solver that can take the network. */
export async function fitAll(model: Model, data: Dataset): Promise<ExactPosterior[]> {
  return Promise.all(
    solversFor(asExactModel(model).spec.network).map((solver) => exact({ solver }).fit(model, data)),
  );
}

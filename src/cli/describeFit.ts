import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import { isChoice } from "../inference/isChoice.ts";
import type { MapPosterior } from "../inference/map/mapPosterior.ts";
import type { EvidencePosterior, Posterior } from "../inference/method.ts";
import type { VariationalPosterior } from "../inference/variational/variationalPosterior.ts";
import type { NetworkSpec } from "../model/networkSpec.ts";
import { formatCount, formatFixed, formatNumber, formatWithError } from "../report/format/formatNumber.ts";
import type { FittedModel } from "./fitModel.ts";
import type { LoadedData } from "./loadData.ts";
import type { Message } from "./output.ts";

/** What is said of a data set: its size and where it came from. */
export function describeData(data: LoadedData): Message {
  const { x, targetNames, droppedRows, featureNames, classes } = data.dataset;
  const inputs = x.cols === 1 ? `input ${featureNames[0]}` : `${formatCount(x.cols)} inputs`;
  const dropped = droppedRows === 0 ? "" : `, ${formatCount(droppedRows)} with missing cells dropped`;
  return {
    facts: {
      file: data.name,
      hash: data.hash,
      rows: x.rows,
      droppedRows,
      inputs: featureNames,
      target: targetNames[0],
      ...(classes === undefined ? {} : { classes }),
    },
    lines: [
      `${data.name}: ${formatCount(x.rows)} rows${dropped}, ${inputs}, target ${targetNames[0]}${classes === undefined ? "" : ` (${formatCount(classes.length)} classes)`}`,
    ],
  };
}

/** What is said of a fitted model. */
export function describeFit(fit: FittedModel): Message {
  const { posterior, candidates, heldOut } = fit;
  const { model, scaler, notes } = posterior;
  const method =
    posterior.method === "exact" ? describeExact(posterior as ExactPosterior) : describeMethod(posterior);
  const chosen = candidates === undefined ? "" : " (chosen by evidence)";
  return {
    facts: {
      method: posterior.method,
      model: model.spec,
      parameters: posterior.size,
      scaler,
      rows: fit.train.x.rows,
      ...(heldOut === undefined ? {} : { heldOutRows: heldOut.x.rows }),
      ...method.facts,
      ...(candidates === undefined
        ? {}
        : {
            candidates: candidates.map(({ spec, logEvidence }) => ({ network: spec.network, logEvidence })),
          }),
      notes,
    },
    lines: [
      `Model: ${networkWords(model.spec.network)}${chosen}`,
      ...method.lines,
      ...notes.map((note) => (isChoice(note) ? note.message : `Note: ${note.message}`)),
    ],
  };
}

function describeMethod(posterior: Posterior): Message {
  const { method, size } = posterior;
  const { elbo } = posterior as Partial<VariationalPosterior>;
  const { logPosterior } = posterior as Partial<MapPosterior>;
  const { logEvidence } = posterior as Partial<EvidencePosterior>;
  return {
    facts: {
      ...(elbo === undefined ? {} : { elbo }),
      ...(logPosterior === undefined ? {} : { logPosterior }),
      ...(logEvidence === undefined ? {} : { logEvidence }),
    },
    lines: [
      `Method: ${method}, ${formatCount(size)} parameters`,
      ...(elbo === undefined
        ? []
        : [`Evidence lower bound ${formatWithError(elbo.value, elbo.standardError)}`]),
      ...(logPosterior === undefined ? [] : [`Log posterior ${formatFixed(logPosterior, 2)}`]),
      ...(logEvidence === undefined ? [] : [`Log evidence ${formatFixed(logEvidence, 2)}`]),
    ],
  };
}

function describeExact(posterior: ExactPosterior): Message {
  const { spec } = posterior.model;
  const effective = posterior.effectiveParameters();
  const learned = (value: unknown): string => (value === "learned" ? " (learned)" : "");
  const { noiseVariance } = spec.likelihood;
  const integrated = typeof noiseVariance === "object" ? " (posterior mean)" : learned(noiseVariance);
  const restricted = posterior.evidenceKind === "restricted" ? " (restricted)" : "";
  return {
    facts: {
      solver: posterior.solver,
      priorVariance: posterior.priorVariance,
      noiseVariance: posterior.noiseVariance,
      logEvidence: posterior.logEvidence,
      evidenceKind: posterior.evidenceKind,
      effectiveParameters: effective,
    },
    lines: [
      `Method: exact (${posterior.solver}), ${formatCount(posterior.size)} parameters, ${formatNumber(effective)} of them determined by the data`,
      `Prior variance ${formatNumber(posterior.priorVariance)}${learned(spec.prior.variance)}, noise sd ${formatNumber(Math.sqrt(posterior.noiseVariance))}${integrated}`,
      `Log evidence ${formatFixed(posterior.logEvidence, 2)}${restricted}`,
    ],
  };
}

function networkWords(network: NetworkSpec): string {
  switch (network.kind) {
    case "shallow-relu":
      return `shallow ReLU network with ${(network.joints as readonly number[]).length} fixed joints`;
    case "random-relu":
      return `${network.units} random ReLU features${network.linear ? " and the inputs" : ""}, input scale ${network.inputScale ?? 1}`;
    case "hidden-layer":
      return `given hidden layer of ${network.weights.length} units`;
    case "linear":
      return "linear";
    case "mlp":
      return network.hidden.length === 0
        ? "linear"
        : `network with ${network.hidden.join(", ")} hidden units (${[network.activation ?? "relu"].flat().join(", ")})`;
  }
}

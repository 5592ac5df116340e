import type { ExactPosterior } from "../../inference/exact/exactPosterior.ts";
import type { EvidencePosterior, Posterior } from "../../inference/method.ts";
import type { VariationalPosterior } from "../../inference/variational/variationalPosterior.ts";
import type { NetworkSpec } from "../../model/networkSpec.ts";
import { countGradients } from "../../study/countGradients.ts";
import { formatCount, formatFixed, formatNumber, formatWithError } from "../format/formatNumber.ts";
import type { Text, TextPiece } from "../page/text.ts";

/** What was fitted to what, by which method, in a paragraph. */
export function modelSentence(posterior: Posterior, rows: number, target: string): Text {
  if (posterior.method === "exact") return exactSentence(posterior as ExactPosterior, target);
  const gradients = countGradients(posterior);
  return [
    "The posterior of ",
    networkWords(posterior.model.spec.network, posterior.size),
    `, by the method ${posterior.method}, fitted to ${formatCount(rows)} rows for `,
    { name: target },
    `: ${formatCount(posterior.size)} parameters`,
    gradients === undefined
      ? "."
      : `, and what ${formatCount(Math.round(gradients))} gradients of all rows cost.`,
    ...evidenceWords(posterior),
  ];
}

function exactSentence(posterior: ExactPosterior, target: string): Text {
  const noise = formatNumber(Math.sqrt(posterior.noiseVariance), 3);
  return [
    `The exact posterior of ${networkWords(posterior.model.spec.network, posterior.size)}, fitted to ${posterior.observations} rows for `,
    { name: target },
    `. The noise has standard deviation ${noise}; of ${posterior.size} parameters the data determine about ${formatNumber(posterior.effectiveParameters(), 3)}. Log evidence ${formatNumber(posterior.logEvidence, 6)} (${posterior.evidenceKind}).`,
  ];
}

const activationWord = (name: string): string => (name === "relu" ? "ReLU" : name);

/** The network in words. */
export function networkWords(network: NetworkSpec, size: number): string {
  switch (network.kind) {
    case "shallow-relu":
      return `a shallow network with ${size - 1} fixed joints`;
    case "random-relu":
      return `a network with ${network.units} random ReLU features`;
    case "hidden-layer":
      return `a network with ${size - 1} given features`;
    case "linear":
      return "a linear model";
    case "mlp":
      return network.hidden.length === 0
        ? "a linear network"
        : `a network with ${network.hidden.join(" and ")} ${[network.activation ?? "relu"].flat().map(activationWord).join(" and ")} units`;
  }
}

function evidenceWords(posterior: Posterior): TextPiece[] {
  const { elbo } = posterior as Partial<VariationalPosterior>;
  if (elbo !== undefined) {
    return [` Evidence lower bound ${formatWithError(elbo.value, elbo.standardError)}.`];
  }
  const { logEvidence } = posterior as Partial<EvidencePosterior>;
  return logEvidence === undefined ? [] : [` Log evidence ${formatFixed(logEvidence, 2)}.`];
}

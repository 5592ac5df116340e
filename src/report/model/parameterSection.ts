import type { ExactPosterior } from "../../inference/exact/exactPosterior.ts";
import type { Posterior } from "../../inference/method.ts";
import type { Rng } from "../../random/rng.ts";
import type { Section } from "../page/content.ts";
import { parameterDensities } from "./parameterDensities.ts";

/** What the data said of single parameters, where these mean something and are more than a few points. */
export function parameterSection(
  posterior: Posterior,
  truth: ExactPosterior | undefined,
  rng: Rng,
): Section[] {
  const densities = parameterDensities(posterior, truth, rng);
  if (densities.length === 0) return [];
  const which =
    posterior.model.spec.network.kind === "mlp"
      ? "Hidden units may change places, so single weights say little; shown is what else was learned."
      : densities.every(({ prior }) => prior !== undefined)
        ? "Shown are the parameters whose posterior differs most from their prior."
        : "Shown are the parameters whose posterior differs most from their prior or, where that is not normal, from 0.";
  return [
    {
      title: "What was learned about parameters",
      blocks: [
        { kind: "text", text: `${which} Values are in the units that the network sees.` },
        {
          kind: "figure",
          title: "Posterior and prior densities of parameters.",
          figure: { kind: "densities", data: densities },
        },
      ],
    },
  ];
}

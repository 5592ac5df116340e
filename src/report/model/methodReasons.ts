import type { ExactPosterior } from "../../inference/exact/exactPosterior.ts";
import { factorisedDivergence } from "../../study/factorisedDivergence.ts";
import { formatNumber } from "../format/formatNumber.ts";
import type { ComparedMethod } from "./comparedMethod.ts";
import { RIGHT_MEAN, RIGHT_WIDTH } from "./verdict.ts";

/** Why a method gives what it gives, where its figures show it; a method without a reason has none. */
type Reason = (entry: ComparedMethod, exact: ExactPosterior) => string;

/** A figure in a sentence. */
const say = (value: number): string => formatNumber(value, 3);

const narrow = ({ comparison }: ComparedMethod): boolean => comparison.ratio < 1 - RIGHT_WIDTH;
const wide = ({ comparison }: ComparedMethod): boolean => comparison.ratio > 1 + RIGHT_WIDTH;

/** One reason for each registered method that approximates. */
const reasons: Readonly<Record<string, Reason>> = {
  map: ({ comparison }, { size }) =>
    `On a linear model the most probable parameters are the posterior mean${comparison.largestBias < RIGHT_MEAN ? ", so the curve is right" : ", which training did not reach"}; but one parameter vector cannot say how sure it is. To spread it out into the exact posterior, mass must be moved by ${say(comparison.wasserstein)} exact standard deviations, and √${size} = ${say(Math.sqrt(size))} is what a single point in the right place costs.`,

  "bayes-by-backprop": (entry, exact) => {
    const { posterior, comparison } = entry;
    const { kind, rank } = posterior.save().options["family"] as { kind: string; rank?: number };
    if (kind === "factorised") {
      const least = factorisedDivergence(exact);
      return [
        `Parameters are taken to be independent, and each gets the variance 1/Λ_jj it has when all others are held fixed, instead of (Λ⁻¹)_jj. No factorised normal distribution can be closer to this posterior than a divergence of ${say(least)} nats; the fit reached ${say(comparison.divergence)}.`,
        ...(comparison.smallestRatio < 1 - RIGHT_WIDTH
          ? ["So every parameter by itself is too sure, and the band too narrow where few of them matter."]
          : []),
        ...(comparison.largestRatio > 1 + RIGHT_WIDTH
          ? [
              "In the exact posterior errors of parameters make up for each other, and independent ones do not: where many of them add up the band is too wide.",
            ]
          : []),
      ].join(" ");
    }
    if (kind === "low-rank") {
      return `Independent parameters plus ${rank} directions in which they move together, of ${exact.size} that there are. What the family cannot hold, or the optimiser did not find, leaves a divergence of ${say(comparison.divergence)} nats.`;
    }
    return `The family holds the exact posterior, so whatever is left is the optimiser's: a divergence of ${say(comparison.divergence)} nats.`;
  },

  laplace: ({ posterior, comparison }) => {
    const { structure } = posterior as { readonly structure?: string };
    if (structure === "diagonal") {
      return `Only the diagonal of the precision is kept, so each parameter gets the variance 1/Λ_jj it has when all others are held fixed: a divergence of ${say(comparison.divergence)} nats.`;
    }
    return `The log posterior of a linear model with normal noise is a parabola, and this is the normal distribution that has its top and its curvature: the exact posterior, but for where the optimiser stopped (a divergence of ${say(comparison.divergence)} nats).`;
  },

  swag: ({ posterior, comparison }) => {
    const { rate } = posterior as { readonly rate?: number };
    return `The spread is that of the iterates of SGD${rate === undefined ? "" : ` at rate ${say(rate)}`}: it follows the rate, the batches and how many epochs were collected, and nothing makes it agree with a posterior. Here that is a divergence of ${say(comparison.divergence)} nats.`;
  },

  "multi-swag": ({ posterior, comparison }) => {
    const { members } = posterior as { readonly members?: readonly unknown[] };
    return `Each of ${members?.length ?? "all"} members spreads as the iterates of SGD do, which follows the rate and the batches. A linear model has one minimum, so members hardly differ unless their priors do, and nothing makes the mixture agree with a posterior. Here that is a divergence of ${say(comparison.divergence)} nats.`;
  },

  "mc-dropout": (entry) => {
    const rate = (entry.posterior as { readonly rate?: number }).rate;
    return `The spread is that of randomly dropped units, p/(1 − p) Σ w²h² at x${rate === undefined ? "" : ` with p = ${say(rate)}`}: it follows the size of the weights and not the number of rows, so nothing makes it agree with a posterior. Training with dropped units also adds a penalty of its own, which moves the mean.`;
  },

  "deep-ensemble": (entry) => {
    const { members } = entry.posterior as { readonly members?: readonly unknown[] };
    const count = `${members?.length ?? "all"} members`;
    const anchored = entry.posterior.save().options["anchored"];
    if (anchored === true) {
      return `Each of ${count} is pulled towards its own draw from the prior and fitted to its own noisy copy of the targets. On a linear model with normal prior and noise that makes every member an exact draw; what is missing is only that there are so few.`;
    }
    const place = `The loss of a linear model has one minimum, and ${count} started from different places all go there.`;
    if (entry.comparison.largestRatio === 0) return `${place} Nothing is left for them to disagree about.`;
    return narrow(entry)
      ? `${place} They disagree only as far as they saw other rows or stopped early: where the data determine the fit there is hardly any spread.`
      : `What spread there is between ${count} comes from other rows, batches and starts, not from the posterior.`;
  },

  sgld: (entry) =>
    [
      "Each step has a finite size ε and no test whether to accept it: with full gradients the draws have covariance Λ⁻¹(I − εΛ/4)⁻¹, too wide where the data determine most.",
      ...(wide(entry) ? ["That shows here."] : []),
      ...(narrow(entry)
        ? [
            "Steps small enough for that take long along the directions that the data leave open, and these chains have not seen all of them: the band is too narrow.",
          ]
        : []),
    ].join(" "),
  psgld: () =>
    `A diagonal preconditioner adapts the step to each parameter, but it changes while the chain moves and knows of no correlations: the draws follow the posterior only about.`,
  sghmc: () =>
    `Momentum carries the chain along open directions faster than plain Langevin steps. Steps of finite size still leave the covariance Λ⁻¹(I − εΛ/(4 − 2η))⁻¹.`,
  baoab: () =>
    `This splitting of the Langevin equation has the exact covariance on a normal posterior at every stable step size, so what is left is the error of a finite chain.`,
  hmc: () =>
    `Every path ends with a test whether to accept it, so the draws follow the posterior whatever the step size, and what is left is the error of a finite chain.`,
  nuts: () =>
    `The points of a trajectory are drawn by their probability, so the draws follow the posterior whatever the step size, and what is left is the error of a finite chain.`,
};

/** Why the method gives what it gives; empty for one that is not known here. */
export function methodReason(entry: ComparedMethod, exact: ExactPosterior): string {
  return reasons[entry.posterior.method]?.(entry, exact) ?? "";
}

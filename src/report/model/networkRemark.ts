import type { TruthMethod } from "../../study/compareWithTruth.ts";
import { formatNumber } from "../format/formatNumber.ts";
import type { Text } from "../page/text.ts";
import type { NetworkStudy } from "./networkStudy.ts";

/** Why a method gives what it gives on a network, by the name of the method. */
const reasons: Readonly<Record<string, string>> = {
  map: "One parameter vector has no spread. Its function is not the posterior mean either: the mode of a network is one point of a wide and crooked distribution.",
  "bayes-by-backprop":
    "One normal distribution that maximises the evidence lower bound. Where parameters are taken to be independent, their errors add up where data hold the sum of many units fixed, and the bound prefers to switch units off, so that the band closes where there are none.",
  laplace:
    "The curvature at one mode, carried to the function by its slope there: right where the function is determined, and as good elsewhere as the network is linear in its parameters. A structure that leaves correlations out pays for it where data determine sums of parameters.",
  swag: "The spread is that of the iterates of SGD around one mode: it follows rate, batch and epochs, and nothing makes it agree with a posterior.",
  "multi-swag":
    "The same around several modes: between them the members disagree, which is most of the spread where there are no data.",
  "mc-dropout":
    "The spread is that of dropped units. It follows the size of the weights and not the number of rows, so that it does not shrink where data are.",
  "deep-ensemble":
    "As many points as members, each a mode of its own loss. They agree where the data speak, more than the posterior does, unless what they are trained on is randomised.",
  sgld: "The posterior for small steps, without a test whether to accept them; without momentum chains take long to leave the place they started from.",
  psgld: "As SGLD, with a step for every parameter, which speeds up the slowest directions.",
  sghmc: "Momentum carries chains on, and the steps add an error that a finite step size leaves.",
  baoab: "As SGHMC, with a splitting whose error is of a higher order in the step.",
  hmc: "Every path is accepted or not, so that only the error of a finite chain is left.",
  nuts: "The method of the yardstick itself, with a budget that one would spend: only the error of a finite chain is left.",
};

/** Ratios within this share of 1 are called right. */
const WIDTH = 0.1;

/** How wide a method's bands are in every region, and why; the reason of several variants of one method is given once. */
export function networkRemark(
  { name, posterior, comparisons }: TruthMethod,
  { regions, methods }: Pick<NetworkStudy, "regions" | "methods">,
): Text {
  const widths = comparisons.map(({ ratio }, i) => `${widthWords(ratio)} ${regions[i]!.name}`);
  const first = methods.find((other) => other.posterior.method === posterior.method)?.name === name;
  const reason = first ? reasons[posterior.method] : undefined;
  return [
    { name },
    `: the band of f is ${sentenceOf(widths)}.${reason === undefined ? "" : ` ${reason}`}${luck(posterior.notes)}`,
  ];
}

function widthWords(ratio: number): string {
  if (ratio === 0) return "missing";
  if (Math.abs(ratio - 1) <= WIDTH) return `as wide as the truth's (${formatNumber(ratio, 3)} times)`;
  return ratio < 1
    ? `too narrow (${formatNumber(ratio, 2)} times)`
    : `too wide (${formatNumber(ratio, 3)} times)`;
}

function sentenceOf(parts: readonly string[]): string {
  return parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)!}`;
}

function luck(notes: TruthMethod["posterior"]["notes"]): string {
  const note = notes.find(({ code }) => code === "not-mixed" || code === "not-converged");
  return note === undefined ? "" : ` Its own note says: ${note.message.replace(/\.$/, "")}.`;
}

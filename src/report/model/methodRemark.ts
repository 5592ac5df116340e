import type { ExactPosterior } from "../../inference/exact/exactPosterior.ts";
import type { ExactComparison } from "../../study/compareWithExact.ts";
import { formatCount, formatNumber, formatPercent } from "../format/formatNumber.ts";
import type { Text } from "../page/text.ts";
import type { ComparedMethod } from "./comparedMethod.ts";
import { methodReason } from "./methodReasons.ts";
import { RIGHT_MEAN, RIGHT_WIDTH } from "./verdict.ts";

const say = (value: number): string => formatNumber(value, 2);
/** A share in percent, to a tenth where it is close to all. */
export const sayPercent = (share: number): string => formatPercent(Math.round(1000 * share) / 1000);

/** P(-2 < Z < 2): what a band of two standard deviations holds of its own normal distribution. */
export const TWO_SD = 0.9544997361036416;

/** Codes of notes on runs that did not do what was wanted of them. */
const BAD_LUCK: readonly string[] = ["not-mixed", "not-converged"];

/** What one method gets right and wrong, told from its figures, and why. */
export function methodRemark(entry: ComparedMethod, exact: ExactPosterior): Text {
  const sentences = [
    widthSentence(entry),
    meanSentence(entry),
    ...drawsSentence(entry, exact),
    methodReason(entry, exact),
    ...luckSentence(entry),
  ];
  return [{ name: entry.name }, `: ${sentences.filter((text) => text !== "").join(" ")}`];
}

function widthSentence({ comparison }: ComparedMethod): string {
  const { ratio, smallestRatio, largestRatio, held } = comparison;
  if (largestRatio === 0) return "There is no band at all.";
  const range = `between ${say(smallestRatio)} and ${say(largestRatio)} times the exact one`;
  if (smallestRatio >= 1 - RIGHT_WIDTH && largestRatio <= 1 + RIGHT_WIDTH)
    return `The band has the right width, ${range}.`;
  const share = `it holds ${sayPercent(held)} of what the exact posterior believes, where ${sayPercent(TWO_SD)} would be right`;
  const average = ratio === 0 ? "in places there is none" : `${say(ratio)} times on average over x`;
  const [narrow, wide] = [smallestRatio < 1 - RIGHT_WIDTH, largestRatio > 1 + RIGHT_WIDTH];
  const word =
    narrow && wide ? "too narrow in places and too wide in others" : narrow ? "too narrow" : "too wide";
  return `The band is ${word}: ${range}, ${average}; ${share}.`;
}

function meanSentence({ comparison: { bias, largestBias } }: ComparedMethod): string {
  if (largestBias < RIGHT_MEAN) {
    const most = largestBias < 0.001 ? "less than 0.001" : `at most ${say(largestBias)}`;
    return `The mean is right, ${most} exact standard deviations off.`;
  }
  return `The mean is ${say(bias)} exact standard deviations off (root mean square over x), ${say(largestBias)} at worst.`;
}

function drawsSentence({ comparison }: ComparedMethod, { size }: ExactPosterior): string[] {
  const { draws, floor, wasserstein } = comparison;
  if (draws === undefined || floor === undefined || draws === 1) return [];
  const found = `over all parameters together it is ${say(wasserstein)} standard deviations away`;
  const exactly = `${formatCount(draws)} independent exact draws would be ${say(floor.wasserstein)} away themselves`;
  return [`Measured ${found}; ${exactly}.`, ...flatSentence(comparison, size)];
}

/** Why the divergence is infinite. */
function flatSentence({ draws, divergence }: ExactComparison, size: number): string[] {
  if (divergence < Number.POSITIVE_INFINITY) return [];
  if (draws !== undefined && draws <= size) {
    return [
      `So few draws span at most ${draws - 1} of ${size} directions, which makes the divergence infinite.`,
    ];
  }
  return ["In some direction its parameters never move, which makes the divergence infinite."];
}

/** Bad luck of the run, in its own words. */
function luckSentence({ posterior }: ComparedMethod): string[] {
  const notes = posterior.notes.filter(({ code }) => BAD_LUCK.includes(code));
  if (notes.length === 0) return [];
  const more = notes.length === 1 ? "" : ` (and ${notes.length - 1} more like it)`;
  return [`Its own note says: ${notes[0]!.message.replace(/\.$/, "")}${more}.`];
}

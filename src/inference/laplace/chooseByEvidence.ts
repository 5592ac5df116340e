import { NumericError } from "../../errors/errors.ts";
import { maximisation } from "../../numeric/maximise.ts";
import { log } from "../../numeric/special.ts";
import type { EvidenceValue, Hyperparameters, LaplaceEvidence } from "./laplaceEvidence.ts";

/** The range of factors on the prior precision; the noise may change by a factor of 100. */
const FARTHEST = log(1e4);
const FARTHEST_NOISE = log(100);

/** Points of the first look, a factor of ten apart. */
const GRID = 9;

/** Slopes of the evidence, in nats, below which it counts as flat. */
const FLAT = 1e-3;

/** What the evidence may decide. */
export interface Choices {
  readonly layers: number;
  /** "given" leaves the prior precision; otherwise one factor, or one for each of some layers (the others keep 1). */
  readonly prior: "given" | "one" | readonly number[];
  readonly noise: boolean;
}

/** What the evidence decided. */
export interface Chosen {
  readonly at: Hyperparameters;
  readonly evidence: EvidenceValue;
  /** Whether a factor ended at an end of its range. */
  readonly atBound: boolean;
}

/**
 * The factors of the largest evidence: first an even grid over one factor for all layers, so that a local maximum far away is
 * no trap, then quasi-Newton steps over the logarithms of all factors. `turn` is awaited between evaluations, so that others
 * get theirs where one takes seconds.
 */
export async function chooseByEvidence(
  evidence: LaplaceEvidence,
  { layers, prior, noise }: Choices,
  turn: () => Promise<void>,
): Promise<Chosen> {
  const parts = prior === "given" ? 0 : prior === "one" ? 1 : prior.length;
  const place = (at: readonly number[]): Hyperparameters => ({
    logPrior: Array.from({ length: layers }, (_, l) => {
      if (prior === "given") return 0;
      if (prior === "one") return at[0]!;
      return prior.includes(l) ? at[prior.indexOf(l)]! : 0;
    }),
    logNoise: noise ? at[parts]! : 0,
  });
  const count = parts + (noise ? 1 : 0);
  const still = new Array<number>(count).fill(0);
  if (count === 0) return { at: place(still), evidence: evidence(place(still)), atBound: false };
  const slopesOf = (here: EvidenceValue): readonly number[] => {
    const { prior: byLayer, noise: byNoise } = here.slopes();
    const byPart =
      prior === "one" ? [byLayer.reduce((sum, slope) => sum + slope, 0)] : layersOf(prior, byLayer);
    return noise ? [...byPart, byNoise] : byPart;
  };

  let start = { at: still as readonly number[], value: Number.NEGATIVE_INFINITY };
  for (let k = 0; k < GRID && parts > 0; k++) {
    const factor = FARTHEST * ((2 * k) / (GRID - 1) - 1);
    const at = still.map((_, i) => (i < parts ? factor : 0));
    const value = tried(() => evidence(place(at)))?.value ?? Number.NEGATIVE_INFINITY;
    if (value > start.value) start = { at, value };
    await turn();
  }

  const high = still.map((_, i) => (i < parts ? FARTHEST : FARTHEST_NOISE));
  const search = maximisation(start.at, { low: high.map((value) => -value), high }, FLAT);
  // The best of what was evaluated: what the search ends with, without its being computed again.
  let last: { readonly at: readonly number[]; readonly here: EvidenceValue } | undefined;
  let next = search.next();
  while (next.done !== true) {
    const at = next.value;
    const here = tried(() => evidence(place(at)));
    if (here !== undefined && !(here.value < (last?.here.value ?? here.value))) last = { at, here };
    next = search.next(
      here === undefined
        ? { value: Number.NEGATIVE_INFINITY, slope: still }
        : { value: here.value, slope: slopesOf(here) },
    );
    await turn();
  }
  const found = next.value;
  const same = last?.at.every((value, i) => value === found.at[i]) === true;
  return {
    at: place(found.at),
    evidence: same ? last!.here : evidence(place(found.at)),
    atBound: found.side.some((side) => side !== "inside"),
  };
}

const layersOf = (prior: "given" | readonly number[], slopes: readonly number[]): number[] =>
  prior === "given" ? [] : prior.map((l) => slopes[l]!);

/** What a precision that is numerically not positive definite gives: nothing. */
function tried<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof NumericError) return undefined;
    throw error;
  }
}

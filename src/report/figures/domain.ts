/** Low and high end of an axis. */
export type Domain = readonly [low: number, high: number];

/** Smallest and largest finite number of all arrays; undefined if there is none. */
export function extent(...arrays: readonly (ArrayLike<number> | undefined)[]): Domain | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const array of arrays) {
    if (array === undefined) continue;
    for (let i = 0; i < array.length; i++) {
      const value = array[i]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : undefined;
}

/** A span below this share of the values themselves is their rounding: no axis can show it. */
const ROUNDING = 1e-9;

/** Whether a domain is more than one value and its rounding. */
function hasSpan([low, high]: Domain): boolean {
  return high - low > ROUNDING * Math.max(Math.abs(low), Math.abs(high));
}

/** The domain widened on both sides by a share of its span; a single value gets room on either side. */
export function padDomain(domain: Domain, share: number): Domain {
  const [low, high] = domain;
  const span = high - low;
  if (hasSpan(domain)) return [low - share * span, high + share * span];
  const room = Math.abs(low) > 0 ? Math.abs(low) * 0.1 : 1;
  return [low - room, high + room];
}

/** The smallest domain that holds both. */
export function joinDomains(a: Domain | undefined, b: Domain | undefined): Domain | undefined {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

/**
 * The vertical domain of a figure with bands: all of it, but no further than `reach` times the span of the core (the
 * data and the mean) beyond the core's ends. `cut` says whether something was left out.
 */
export function bandDomain(
  core: Domain | undefined,
  all: Domain | undefined,
  reach: number,
): { domain: Domain; cut: boolean } {
  const whole = joinDomains(core, all) ?? [0, 1];
  const inner = core ?? whole;
  const span = inner[1] - inner[0];
  const room = hasSpan(inner) ? span * reach : Number.POSITIVE_INFINITY;
  const low = Math.max(whole[0], inner[0] - room);
  const high = Math.min(whole[1], inner[1] + room);
  return { domain: padDomain([low, high], 0.03), cut: low > whole[0] || high < whole[1] };
}

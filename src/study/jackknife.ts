/**
 * The jackknife standard error of a statistic (Tukey 1958): sqrt((G - 1)/G sum (t_g - mean t)^2) over its values t_g [G]
 * with each of G equal parts of the sample left out.
 */
export function jackknifeError(values: readonly number[]): number {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(((count - 1) / count) * squares);
}

/** Means [n] and standard deviations [n], divided by the number of draws, of n quantities. */
export interface SampleMoments {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

/** Of equally many draws each, the moments of all parts but one, for every one. */
export function leaveEachOut(parts: readonly SampleMoments[]): SampleMoments[] {
  return parts.map((left) => pooled(parts.filter((part) => part !== left)));
}

function pooled(parts: readonly SampleMoments[]): SampleMoments {
  const count = parts.length;
  const mean = new Float64Array(parts[0]!.mean.length);
  for (const part of parts) {
    part.mean.forEach((value, i) => {
      mean[i] = mean[i]! + value / count;
    });
  }
  const sd = mean.map((center, i) => {
    let variance = 0;
    for (const part of parts) {
      const gap = part.mean[i]! - center;
      variance += (part.sd[i]! * part.sd[i]! + gap * gap) / count;
    }
    return Math.sqrt(variance);
  });
  return { mean, sd };
}

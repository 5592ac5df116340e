/**
 * What updates of parameters regard as zero, in f64 and f32. Averages of gradients that have ended (units that no
 * longer respond) decay geometrically; without these limits they become subnormal after a thousand steps or so, and
 * then every further step is several times slower.
 */

/** Parameters, velocities and averages of gradients below this become zero. */
export const LEAST_AVERAGE_64 = 1e-200;
export const LEAST_AVERAGE_32 = 1e-30;
/** Averages of squared gradients below this become zero. */
export const LEAST_SQUARE_64 = 1e-290;
export const LEAST_SQUARE_32 = 1e-36;
/** Gradients below this count as zero in Adam, so that their squares are normal numbers. */
export const LEAST_GRADIENT_64 = 1e-140;
export const LEAST_GRADIENT_32 = 1e-16;

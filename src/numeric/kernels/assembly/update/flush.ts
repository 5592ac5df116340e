import {
  LEAST_AVERAGE_32,
  LEAST_AVERAGE_64,
  LEAST_GRADIENT_32,
  LEAST_GRADIENT_64,
  LEAST_SQUARE_32,
  LEAST_SQUARE_64,
} from "../../shared/updateThresholds";

// In memory, as vector constants take several instructions each time.
const LEAST_64: usize = memory.data<f64>([LEAST_AVERAGE_64, LEAST_SQUARE_64, LEAST_GRADIENT_64]);
const LEAST_32: usize = memory.data<f32>([<f32>LEAST_AVERAGE_32, <f32>LEAST_SQUARE_32, <f32>LEAST_GRADIENT_32]);

// @ts-ignore: decorator
@inline
function least<T>(which: usize): v128 {
  return v128.load_splat<T>((sizeof<T>() == 8 ? LEAST_64 : LEAST_32) + which * sizeof<T>());
}

/** A parameter, velocity or average of gradients, or zero where it is too small to matter; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function flushAverage<T>(x: v128): v128 {
  return v128.andnot(x, v128.lt<T>(v128.abs<T>(x), least<T>(0)));
}

/** An average of squared gradients, or zero where it is too small to matter; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function flushSquare<T>(x: v128): v128 {
  return v128.andnot(x, v128.lt<T>(x, least<T>(1)));
}

/** A gradient, or zero where it is too small to matter; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function flushGradient<T>(x: v128): v128 {
  return v128.andnot(x, v128.lt<T>(v128.abs<T>(x), least<T>(2)));
}

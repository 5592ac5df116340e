import {
  LEAST_AVERAGE_32,
  LEAST_AVERAGE_64,
  LEAST_GRADIENT_32,
  LEAST_GRADIENT_64,
  LEAST_SQUARE_32,
  LEAST_SQUARE_64,
} from "../../shared/updateThresholds";
import { constant } from "../special/exp";

/** x, or zero where it is smaller than `least` in size; NaN stays NaN. */
// @ts-ignore: decorator
@inline
function flush<T>(x: v128, least: v128): v128 {
  return v128.andnot(x, v128.lt<T>(v128.abs<T>(x), least));
}

// @ts-ignore: decorator
@inline
export function flushAverage<T>(x: v128): v128 {
  return flush<T>(x, constant<T>(LEAST_AVERAGE_64, LEAST_AVERAGE_32));
}

// @ts-ignore: decorator
@inline
export function flushSquare<T>(x: v128): v128 {
  return flush<T>(x, constant<T>(LEAST_SQUARE_64, LEAST_SQUARE_32));
}

// @ts-ignore: decorator
@inline
export function flushGradient<T>(x: v128): v128 {
  return flush<T>(x, constant<T>(LEAST_GRADIENT_64, LEAST_GRADIENT_32));
}

/**
 * The tables of the ziggurat for the standard normal with 256 layers of equal area (Marsaglia and Tsang, 2000). Layer
 * i > 0 is the rectangle of width x_i between the heights f(x_i) and f(x_{i+1}), f(x) = exp(-x^2 / 2); layer 0 is the
 * rectangle of width r below f(r), together with the tail beyond r.
 */
import { exp, log } from "../special.ts";

/** Where the tail begins, so that 256 layers of equal area close exactly at the top. */
export const TAIL_START = 3.654152885361009;
/** The area of a layer, r f(r) + the area of the tail. */
const AREA = 0.004928673233974655;
const LAYERS = 256;

/** The tables as one array, for the kernels: widths, thresholds, heights, start of the tail. */
export interface ZigguratTables {
  readonly all: Float64Array;
  /** x_i 2^-53: a 53-bit whole number times it lies in layer i. */
  readonly widths: Float64Array;
  /** 2^53 x_{i+1} / x_i: whole numbers below it lie in the rectangle under the curve. */
  readonly thresholds: Float64Array;
  /** f(x_0), ..., f(x_256) = 1, where entry 0 is not used. */
  readonly heights: Float64Array;
}

let made: ZigguratTables | undefined;

/** The tables, made at the first call. */
export function zigguratTables(): ZigguratTables {
  made ??= make();
  return made;
}

function make(): ZigguratTables {
  const x = new Float64Array(LAYERS + 1);
  x[0] = AREA / density(TAIL_START);
  x[1] = TAIL_START;
  for (let i = 2; i < LAYERS; i++) {
    const height = density(x[i - 1]!) + AREA / x[i - 1]!;
    x[i] = Math.sqrt(-2 * log(height));
  }
  const all = new Float64Array(3 * LAYERS + 2);
  const tables = {
    all,
    widths: all.subarray(0, LAYERS),
    thresholds: all.subarray(LAYERS, 2 * LAYERS),
    heights: all.subarray(2 * LAYERS, 3 * LAYERS + 1),
  };
  for (let i = 0; i < LAYERS; i++) {
    tables.widths[i] = x[i]! / 9007199254740992;
    tables.thresholds[i] = Math.floor(9007199254740992 * (x[i + 1]! / x[i]!));
    tables.heights[i] = density(x[i]!);
  }
  tables.heights[LAYERS] = 1;
  all[3 * LAYERS + 1] = TAIL_START;
  return tables;
}

function density(x: number): number {
  return exp(-0.5 * x * x);
}

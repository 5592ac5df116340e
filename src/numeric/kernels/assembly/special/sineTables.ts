/** The coefficients of the sine in memory, the lowest power first. */
import {
  COSINE32_0,
  COSINE32_1,
  COSINE32_2,
  COSINE32_3,
  COSINE32_4,
  COSINE64_0,
  COSINE64_1,
  COSINE64_2,
  COSINE64_3,
  COSINE64_4,
  COSINE64_5,
  COSINE64_6,
  COSINE64_7,
  SINE32_0,
  SINE32_1,
  SINE32_2,
  SINE32_3,
  SINE64_0,
  SINE64_1,
  SINE64_2,
  SINE64_3,
  SINE64_4,
  SINE64_5,
  SINE64_6,
} from "../../shared/sineCoefficients";

export const SINE64: usize = memory.data<f64>([
  SINE64_0,
  SINE64_1,
  SINE64_2,
  SINE64_3,
  SINE64_4,
  SINE64_5,
  SINE64_6,
]);

export const COSINE64: usize = memory.data<f64>([
  COSINE64_0,
  COSINE64_1,
  COSINE64_2,
  COSINE64_3,
  COSINE64_4,
  COSINE64_5,
  COSINE64_6,
  COSINE64_7,
]);

export const SINE32: usize = memory.data<f32>([
  <f32>SINE32_0,
  <f32>SINE32_1,
  <f32>SINE32_2,
  <f32>SINE32_3,
]);

export const COSINE32: usize = memory.data<f32>([
  <f32>COSINE32_0,
  <f32>COSINE32_1,
  <f32>COSINE32_2,
  <f32>COSINE32_3,
  <f32>COSINE32_4,
]);

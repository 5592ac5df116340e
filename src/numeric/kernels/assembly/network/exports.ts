/** The network kernels in f64 and f32: the names that TypeScript can call. */
import { bankForward } from "./bank";
import { backwardRows, finishGradient, forward, forwardRows, value } from "./gradient";
import { directional, exampleGradients, jacobian } from "./jacobian";

export { clearGradient as networkClear } from "./gradient";

export function networkForwardF64(network: usize, start: usize, count: usize): void {
  forward<f64>(network, start, count);
}
export function networkForwardF32(network: usize, start: usize, count: usize): void {
  forward<f32>(network, start, count);
}
export function networkValueF64(network: usize, start: usize, count: usize, scale: f64, backward: bool): f64 {
  return value<f64>(network, start, count, scale, backward);
}
export function networkValueF32(network: usize, start: usize, count: usize, scale: f64, backward: bool): f64 {
  return value<f32>(network, start, count, scale, backward);
}
export function networkForwardRowsF64(network: usize, start: usize, count: usize, at: usize): void {
  forwardRows<f64>(network, start, count, at);
}
export function networkForwardRowsF32(network: usize, start: usize, count: usize, at: usize): void {
  forwardRows<f32>(network, start, count, at);
}
export function networkBackwardRowsF64(network: usize, count: usize, at: usize): void {
  backwardRows<f64>(network, count, at);
}
export function networkBackwardRowsF32(network: usize, count: usize, at: usize): void {
  backwardRows<f32>(network, count, at);
}
export function networkFinishF64(network: usize): void {
  finishGradient<f64>(network);
}
export function networkFinishF32(network: usize): void {
  finishGradient<f32>(network);
}
export function networkJacobianF64(network: usize, start: usize, count: usize, target: usize): void {
  jacobian<f64>(network, start, count, target);
}
export function networkJacobianF32(network: usize, start: usize, count: usize, target: usize): void {
  jacobian<f32>(network, start, count, target);
}
export function networkExampleGradientsF64(network: usize, start: usize, count: usize, scale: f64, target: usize): f64 {
  return exampleGradients<f64>(network, start, count, scale, target);
}
export function networkExampleGradientsF32(network: usize, start: usize, count: usize, scale: f64, target: usize): f64 {
  return exampleGradients<f32>(network, start, count, scale, target);
}
export function networkDirectionalF64(network: usize, start: usize, count: usize, direction: usize, target: usize): void {
  directional<f64>(network, start, count, direction, target);
}
export function networkDirectionalF32(network: usize, start: usize, count: usize, direction: usize, target: usize): void {
  directional<f32>(network, start, count, direction, target);
}
export function networkBankF64(network: usize, bank: usize, draws: usize, start: usize, count: usize, target: usize): void {
  bankForward<f64>(network, bank, draws, start, count, target);
}
export function networkBankF32(network: usize, bank: usize, draws: usize, start: usize, count: usize, target: usize): void {
  bankForward<f32>(network, bank, draws, start, count, target);
}

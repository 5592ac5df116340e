import type { UserDensity } from "../../../src/inference/hamiltonian/userDensity.ts";

declare const standard: UserDensity;
export default standard;
export function gamma(data: { readonly shape: number; readonly rate: number }): UserDensity;

import { createMatrix, type Matrix } from "../../numeric/matrix.ts";

/** The draws of several chains in one matrix, chain after chain. */
export function stackDraws(chains: readonly { readonly draws: Matrix }[], size: number): Matrix {
  const rows = chains.reduce((sum, { draws }) => sum + draws.rows, 0);
  const bank = createMatrix(rows, size);
  let at = 0;
  for (const { draws } of chains) {
    bank.data.set(draws.data, at);
    at += draws.data.length;
  }
  return bank;
}

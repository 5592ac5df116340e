import { checkLength, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";

/** Draws of one quantity, chain by chain. */
export interface QuantityDraws {
  readonly name: string;
  /** One array of draws for each chain, all of the same length, in the order they were drawn. */
  readonly chains: readonly Float64Array[];
}

/** Most quantities that a figure has panels for. */
const MOST_QUANTITIES = 24;

/** Throws unless there are from 1 to 24 quantities. */
export function checkPanelCount(where: string, quantities: readonly unknown[]): void {
  if (quantities.length > 0 && quantities.length <= MOST_QUANTITIES) return;
  throw new ArgumentError({
    where,
    problem: `there must be from 1 to ${MOST_QUANTITIES} quantities, got ${quantities.length}`,
    fix: "Choose those that matter, for example those with the largest R-hat.",
  });
}

/** Throws unless there are from 1 to 24 quantities, each with as many chains as the first, all of one length of at least 2. */
export function checkQuantities(where: string, quantities: readonly QuantityDraws[]): void {
  checkPanelCount(where, quantities);
  const { chains: first } = quantities[0]!;
  checkNumber(where, `number of chains of ${quantities[0]!.name}`, first.length, { min: 1 });
  checkNumber(where, "number of draws", first[0]!.length, { min: 2 });
  for (const { name, chains } of quantities) {
    checkLength(where, `chains of ${name}`, chains, first.length, "those of the first quantity");
    for (const chain of chains)
      checkLength(where, `draws of ${name}`, chain, first[0]!.length, "those of all chains");
  }
}

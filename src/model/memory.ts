import { ArgumentError } from "../errors/errors.ts";

/** The memory of the kernels has 32-bit addresses; what a fit may take of it leaves room for scratch. */
const LARGEST = 3_000_000_000;

/**
 * Refuses work that cannot fit into memory before anything is allocated. Throws an ArgumentError that gives the figure.
 *
 * @param what What the memory is for: "a fit of 2000000 rows by 500 features".
 */
export function checkMemory(where: string, bytes: number, what: string, fix: string): void {
  if (bytes <= LARGEST) return;
  throw new ArgumentError({
    where,
    problem: `${what} needs about ${gigabytes(bytes)} GB of memory, at most ${gigabytes(LARGEST)} GB can be used`,
    fix,
    details: { bytes, most: LARGEST },
  });
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toPrecision(3);

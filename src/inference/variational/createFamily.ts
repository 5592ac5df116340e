import { factorisedFamily } from "./factorisedFamily.ts";
import type { FamilySpec, VariationalFamily } from "./family.ts";
import { fullFamily } from "./fullFamily.ts";
import { lowRankFamily } from "./lowRankFamily.ts";

/** The family of a spec over P numbers. */
export function createFamily(spec: FamilySpec, size: number): VariationalFamily {
  switch (spec.kind) {
    case "factorised":
      return factorisedFamily(size);
    case "low-rank":
      return lowRankFamily(size, spec.rank);
    case "full":
      return fullFamily(size);
  }
}

/** How many numbers the family of a spec over P numbers has. */
export function familyCount(spec: FamilySpec, size: number): number {
  switch (spec.kind) {
    case "factorised":
      return 2 * size;
    case "low-rank":
      return (2 + spec.rank) * size;
    case "full":
      return 2 * size + (size * (size - 1)) / 2;
  }
}

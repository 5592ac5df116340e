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

import { checkChoice, checkNumber, show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { Conformal } from "./conformal.ts";
import { CONFORMAL_SCORES } from "./conformalScore.ts";
import type { ConformalGroup } from "./conformalThresholds.ts";

/** Throws an ArgumentError naming the part of a conformal, perhaps read from JSON, that is not as it should be. */
export function checkConformal(where: string, conformal: Conformal): void {
  checkLevelledGroups(where, conformal, "conformal");
  checkChoice(where, "score", conformal.score, CONFORMAL_SCORES);
}

/** The same for the parts that conformal intervals and sets have in common. */
export function checkLevelledGroups(
  where: string,
  conformal: { readonly kind: string; readonly level: number; readonly groups: readonly ConformalGroup[] },
  kind: string,
): void {
  if (typeof conformal !== "object" || conformal === null) throw wrong(where, "an object", conformal);
  checkChoice(where, "kind", conformal.kind, [kind]);
  checkNumber(where, "level", conformal.level, { above: 0, below: 1 });
  const { groups } = conformal;
  if (!Array.isArray(groups) || groups.length === 0) throw wrong(where, "with a list of groups", groups);
  for (const group of groups as readonly (ConformalGroup | null)[]) {
    if (!Array.isArray(group?.thresholds)) throw wrong(where, "with thresholds in every group", group);
    for (const threshold of group.thresholds) {
      if (threshold !== null) checkNumber(where, "threshold", threshold);
    }
  }
}

function wrong(where: string, wanted: string, found: unknown): ArgumentError {
  return new ArgumentError({ where, problem: `the conformal must be ${wanted}, got ${show(found)}` });
}

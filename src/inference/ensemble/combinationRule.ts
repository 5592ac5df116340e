import { checkChoice } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { Model } from "../../model/model.ts";

const RULES = ["mixture", "median", "vote", "logit"] as const;

/** How members become one prediction; see the option `combine` of `deepEnsemble`. */
export type CombinationRule = (typeof RULES)[number];

/** The rule, by default the mixture. Throws an ArgumentError where it is none. */
export function checkCombinationRule(where: string, rule: CombinationRule = "mixture"): CombinationRule {
  return checkChoice(where, "combine", rule, RULES);
}

/** Targets that are real numbers: no classes and no counts. */
export function hasRealTargets({ spec, outcome }: Model): boolean {
  return outcome !== "classification" && spec.likelihood.kind !== "poisson";
}

/** Throws an ArgumentError where the rule is not for predictions of the model. */
export function checkCombinable(where: string, rule: CombinationRule, model: Model): void {
  const fits = rule === "median" ? hasRealTargets(model) : model.outcome === "classification";
  if (rule === "mixture" || fits) return;
  const { kind } = model.spec.likelihood;
  throw new ArgumentError({
    where,
    problem: `combine: "${rule}" is for ${rule === "median" ? "real targets" : "classes"}, got a ${kind} likelihood`,
    fix: 'Use "mixture".',
  });
}

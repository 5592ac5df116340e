import { checkNumber } from "../../errors/checks.ts";
import type { Likelihood } from "../likelihood.ts";
import type { LikelihoodSpec } from "../likelihoodSpec.ts";
import { bernoulliLikelihood } from "./bernoulliLikelihood.ts";
import { categoricalLikelihood } from "./categoricalLikelihood.ts";
import { heteroscedasticLikelihood } from "./heteroscedasticLikelihood.ts";
import { normalLikelihood } from "./normalLikelihood.ts";
import { poissonLikelihood } from "./poissonLikelihood.ts";
import { studentTLikelihood } from "./studentTLikelihood.ts";

/**
 * The likelihood of a checked spec for t targets, with K classes where the target is a class (ignored elsewhere). Its calls
 * share scratch memory: one likelihood serves one thread.
 * Throws an ArgumentError for no targets, several targets that are classes, fewer than two classes, or a prior of the noise
 * variance that is not proper.
 */
export function createLikelihood(spec: LikelihoodSpec, targets: number, classes: number): Likelihood {
  const where = "createLikelihood";
  checkNumber(where, "targets", targets, { integer: true, min: 1 });
  switch (spec.kind) {
    case "normal":
      return normalLikelihood(spec, targets);
    case "heteroscedastic":
      return heteroscedasticLikelihood(spec, targets);
    case "student-t":
      return studentTLikelihood(spec, targets);
    case "poisson":
      return poissonLikelihood(targets);
    case "bernoulli":
      checkNumber(where, "targets (a class each)", targets, { max: 1 });
      return bernoulliLikelihood();
    case "categorical":
      checkNumber(where, "targets (a class each)", targets, { max: 1 });
      checkNumber(where, "classes", classes, { integer: true, min: 2 });
      return categoricalLikelihood(spec, classes);
  }
}

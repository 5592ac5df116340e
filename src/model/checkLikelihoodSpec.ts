import { checkChoice, checkKeys, checkNumber } from "../errors/checks.ts";
import type {
  CategoricalLikelihoodSpec,
  HeteroscedasticLikelihoodSpec,
  LikelihoodSpec,
  NormalLikelihoodSpec,
  StudentTLikelihoodSpec,
} from "./likelihoodSpec.ts";
import { checkObject, checkVariance } from "./specChecks.ts";

const where = "createModel: likelihood";

/** Throws an ArgumentError that names what is wrong with the likelihood of a spec. */
export function checkLikelihoodSpec(likelihood: LikelihoodSpec): void {
  checkObject(where, "likelihood", likelihood);
  const kinds = ["normal", "heteroscedastic", "student-t", "bernoulli", "categorical", "poisson"] as const;
  checkChoice(where, "kind", likelihood.kind, kinds);
  if (likelihood.kind === "normal") checkNormal(likelihood);
  else if (likelihood.kind === "heteroscedastic") checkHeteroscedastic(likelihood);
  else if (likelihood.kind === "student-t") checkStudentT(likelihood);
  else if (likelihood.kind === "categorical") checkCategorical(likelihood);
  else checkKeys(where, likelihood, ["kind"]);
}

function checkNormal(likelihood: NormalLikelihoodSpec): void {
  checkKeys(where, likelihood, ["kind", "noiseVariance"]);
  const noise = likelihood.noiseVariance;
  if (typeof noise !== "object" || noise === null) {
    checkVariance(where, "noiseVariance", noise, ["learned"]);
    return;
  }
  checkKeys(where, noise, ["shape", "scale"]);
  checkNumber(where, "noiseVariance.shape", noise.shape, { min: 0 });
  checkNumber(where, "noiseVariance.scale", noise.scale, { min: 0 });
}

function checkHeteroscedastic(likelihood: HeteroscedasticLikelihoodSpec): void {
  checkKeys(where, likelihood, ["kind", "beta", "floor"]);
  const { beta, floor } = likelihood;
  if (beta !== undefined) checkNumber(where, "beta", beta, { min: 0, max: 1 });
  if (floor !== undefined) checkNumber(where, "floor", floor, { min: 0 });
}

function checkStudentT(likelihood: StudentTLikelihoodSpec): void {
  checkKeys(where, likelihood, ["kind", "df", "scale"]);
  checkNumber(where, "df", likelihood.df, { above: 0 });
  if (likelihood.scale === "learned") return;
  checkNumber(where, 'scale (or "learned")', likelihood.scale, { above: 0 });
}

function checkCategorical(likelihood: CategoricalLikelihoodSpec): void {
  checkKeys(where, likelihood, ["kind", "smoothing"]);
  const { smoothing } = likelihood;
  if (smoothing === undefined) return;
  checkObject(where, "smoothing", smoothing);
  checkKeys(`${where}.smoothing`, smoothing, ["share", "over"]);
  checkNumber(where, "smoothing.share", smoothing.share, { min: 0, below: 1 });
  checkChoice(where, "smoothing.over", smoothing.over, ["others", "uniform"]);
}

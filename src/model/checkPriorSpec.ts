import { checkChoice, checkFinite, checkKeys, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { ElasticNetPriorSpec, NormalPriorSpec, PriorSpec, ScaleMixturePriorSpec } from "./priorSpec.ts";
import { checkArray, checkObject, checkVariance } from "./specChecks.ts";

const WHERE = "createModel: prior";

/** The keys of every prior beside `kind`, `by` and `biasVariance`. */
const KEYS: Readonly<Record<PriorSpec["kind"], readonly string[]>> = {
  normal: ["variance", "mean", "precision"],
  laplace: ["scale"],
  "elastic-net": ["l1", "l2"],
  "scale-mixture": ["share", "wide", "narrow"],
  "student-t": ["df", "scale"],
  horseshoe: ["scale"],
};

/** Throws an ArgumentError that names what is wrong with the prior of a spec. */
export function checkPriorSpec(prior: PriorSpec): void {
  checkObject(WHERE, "prior", prior);
  const kind = checkChoice(WHERE, "kind", prior.kind, Object.keys(KEYS) as PriorSpec["kind"][]);
  checkKeys(WHERE, prior, ["kind", ...KEYS[kind], "by", "biasVariance"]);
  if (prior.by !== undefined) checkChoice(WHERE, "by", prior.by, ["parameter", "fan-in"]);
  if (prior.biasVariance !== undefined) {
    checkVariance(WHERE, "biasVariance", prior.biasVariance, kind === "normal" ? ["flat", "same"] : ["flat"]);
  }
  if (prior.kind === "normal") checkNormal(prior);
  else if (prior.kind === "elastic-net") checkElasticNet(prior);
  else if (prior.kind === "scale-mixture") checkScaleMixture(prior);
  else checkNumber(WHERE, "scale", prior.scale, { above: 0 });
  if (prior.kind === "student-t") checkNumber(WHERE, "df", prior.df, { above: 0 });
}

function checkNormal({ variance, mean, precision }: NormalPriorSpec): void {
  if (Array.isArray(variance)) {
    for (const [layer, value] of variance.entries()) {
      checkNumber(WHERE, `variance of layer ${layer}`, value, { above: 0 });
    }
  } else checkVariance(WHERE, "variance", variance, ["learned", "flat"]);
  if (mean !== undefined) {
    checkArray(WHERE, "mean", mean);
    checkFinite(WHERE, "mean", mean);
  }
  if (precision !== undefined) {
    checkArray(WHERE, "precision", precision);
    for (const value of precision) checkNumber(WHERE, "precision", value, { above: 0 });
  }
}

function checkElasticNet({ l1, l2 }: ElasticNetPriorSpec): void {
  checkNumber(WHERE, "l1", l1, { min: 0 });
  checkNumber(WHERE, "l2", l2, { min: 0 });
  if (l1 > 0 || l2 > 0) return;
  throw new ArgumentError({
    where: WHERE,
    problem: "l1 or l2 must be above 0, got 0 for both",
    fix: 'A flat prior is { kind: "normal", variance: "flat" }.',
    details: { l1, l2 },
  });
}

function checkScaleMixture({ share, wide, narrow }: ScaleMixturePriorSpec): void {
  checkNumber(WHERE, "share", share, { above: 0, below: 1 });
  checkNumber(WHERE, "wide", wide, { above: 0 });
  checkNumber(WHERE, "narrow", narrow, { above: 0 });
}

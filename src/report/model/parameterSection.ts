import type { ExactPosterior } from "../../inference/exact/exactPosterior.ts";
import type { Posterior } from "../../inference/method.ts";
import { compileModel } from "../../model/compileModel.ts";
import type { Model } from "../../model/model.ts";
import { parameterNames } from "../../model/parameterNames.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import type { Rng } from "../../random/rng.ts";
import { parameterLayout } from "../../study/parameterLayout.ts";
import { posteriorBasis } from "../../study/posteriorBasis.ts";
import type { Section } from "../page/content.ts";

void [compileModel, parameterNames, createMatrix, parameterLayout, posteriorBasis];

export type { Matrix, Model, Rng };

export function parameterSection(_posterior: Posterior, _truth: ExactPosterior | undefined): Section[] {
  return [];
}

import { ArgumentError } from "../errors/errors.ts";
import type { Posterior } from "./method.ts";

/**
 * The posterior as one that predicts real numbers or counts: for code that takes a posterior from a file, a task or a
 * method chosen by name. Throws an ArgumentError where it predicts classes.
 */
export function asRegression(posterior: Posterior): Posterior<"regression"> {
  if (posterior.model.outcome === "regression") return posterior as Posterior<"regression">;
  throw new ArgumentError({
    where: "asRegression",
    problem: `the posterior must predict numbers, it predicts the classes ${posterior.model.classes.join(", ")}`,
    fix: "Use what is for classes: predict(x).probabilities, evaluateClasses.",
  });
}

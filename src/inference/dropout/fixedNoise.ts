import type { Target } from "../../model/target.ts";

/** A target whose last parameters, those of the likelihood, are given and have no gradient: they stay as they are. */
export function fixedNoise(target: Target, values: readonly number[]): Target {
  const { parameters, gradient, compiled } = target;
  const { size } = compiled.form;
  parameters.view.set(values, size);
  const addPrior = (): number => {
    const value = target.addPrior();
    gradient.view.fill(0, size);
    return value;
  };
  return {
    ...target,
    get order() {
      return target.order;
    },
    addPrior,
    potential: () => target.loss(0, target.rows, 1) + addPrior(),
  };
}

import { checkChoice, show } from "../errors/checks.ts";
import { FormatError } from "../errors/errors.ts";
import { blameSaved, checkSaved } from "./checkSaved.ts";
import { loadDropout } from "./dropout/dropoutPosterior.ts";
import { mcDropout } from "./dropout/mcDropout.ts";
import { deepEnsemble, loadDeepEnsemble } from "./ensemble/deepEnsemble.ts";
import { multiSwag } from "./ensemble/multiSwag.ts";
import { loadMultiSwag } from "./ensemble/multiSwagPosterior.ts";
import { conclude, exact } from "./exact/exact.ts";
import { loadExact } from "./exact/saveExact.ts";
import type { MethodSpec } from "./fitResult.ts";
import { loadHamiltonian } from "./hamiltonian/hamiltonianPosterior.ts";
import { hmc } from "./hamiltonian/hmc.ts";
import { nuts } from "./hamiltonian/nuts.ts";
import { baoab } from "./langevin/baoab.ts";
import { loadLangevin } from "./langevin/langevinPosterior.ts";
import { psgld } from "./langevin/psgld.ts";
import { sghmc } from "./langevin/sghmc.ts";
import { sgld } from "./langevin/sgld.ts";
import { laplace, loadLaplace } from "./laplace/laplace.ts";
import { map } from "./map/map.ts";
import { loadMap } from "./map/mapPosterior.ts";
import type { InferenceMethod, Posterior } from "./method.ts";
import type { SavedPosterior } from "./savedPosterior.ts";
import { loadSwag, swag } from "./swag/swag.ts";
import { bayesByBackprop, loadBayesByBackprop } from "./variational/bayesByBackprop.ts";

interface Registered {
  readonly summary: string;
  readonly create: (options: Readonly<Record<string, unknown>>) => InferenceMethod;
  readonly load: (saved: SavedPosterior) => Posterior;
}

/** One line per method: from it follow the command line, the comparison, the report and the contract suite. */
const METHODS: Readonly<Record<string, Registered>> = {
  exact: {
    summary: "Closed-form posterior of a network that is linear in its parameters (section 9.3.5).",
    create: (options) => exact(options),
    load: (saved) => loadExact(saved, conclude),
  },
  map: {
    summary:
      "Maximum a posteriori: one parameter vector, trained with regularisation and early stopping (9.1, 9.3.1).",
    create: (options) => map(options),
    load: loadMap,
  },
  "bayes-by-backprop": {
    summary: "Variational inference: a normal distribution that maximises the evidence lower bound (9.3.5).",
    create: (options) => bayesByBackprop(options),
    load: loadBayesByBackprop,
  },
  laplace: {
    summary:
      "Laplace approximation: a normal distribution around the mode, as wide as the curvature there says.",
    create: (options) => laplace(options),
    load: loadLaplace,
  },
  swag: {
    summary:
      "Stochastic weight averaging, Gaussian: a normal distribution of the iterates of gradient descent.",
    create: (options) => swag(options),
    load: loadSwag,
  },
  sgld: {
    summary: "Stochastic gradient Langevin dynamics: noisy gradient steps that wander over the posterior.",
    create: (options) => sgld(options),
    load: loadLangevin,
  },
  psgld: {
    summary: "Langevin dynamics with a step size for every parameter, learned during the burn-in.",
    create: (options) => psgld(options),
    load: loadLangevin,
  },
  sghmc: {
    summary: "Stochastic gradient Hamiltonian Monte Carlo: Langevin dynamics with momentum.",
    create: (options) => sghmc(options),
    load: loadLangevin,
  },
  baoab: {
    summary: "Underdamped Langevin dynamics with gradients of all rows, by the accurate splitting BAOAB.",
    create: (options) => baoab(options),
    load: loadLangevin,
  },
  hmc: {
    summary: "Hamiltonian Monte Carlo: long paths of Hamiltonian dynamics, whose ends are accepted or not.",
    create: (options) => hmc(options),
    load: loadHamiltonian,
  },
  nuts: {
    summary: "The no-U-turn sampler: Hamiltonian Monte Carlo with trajectories that end where they turn.",
    create: (options) => nuts(options),
    load: loadHamiltonian,
  },
  "mc-dropout": {
    summary:
      "Monte Carlo dropout: one network whose units are dropped at random, also when it predicts (9.3.3).",
    create: (options) => mcDropout(options),
    load: loadDropout,
  },
  "deep-ensemble": {
    summary: "Deep ensemble: networks trained independently, whose predictions are averaged (9.3.2).",
    create: (options) => deepEnsemble(options),
    load: loadDeepEnsemble,
  },
  "multi-swag": {
    summary: "Multi-SWAG: SWAG posteriors from independent starts, whose predictions are averaged.",
    create: (options) => multiSwag(options),
    load: loadMultiSwag,
  },
};

/** Name and one-sentence summary of every registered method. */
export function listMethods(): readonly { readonly name: string; readonly summary: string }[] {
  return Object.entries(METHODS).map(([name, { summary }]) => ({ name, summary }));
}

/** A method from its spec. Throws an ArgumentError for an unknown name or option. */
export function createMethod(spec: MethodSpec): InferenceMethod {
  const name = checkChoice("createMethod", "name", spec.name, Object.keys(METHODS));
  return METHODS[name]!.create(spec.options ?? {});
}

/** The posterior that `posterior.save()` gave. Throws a FormatError where it is not one, or of another version. */
export function loadPosterior(saved: SavedPosterior): Posterior {
  checkSaved(saved);
  const method = Object.hasOwn(METHODS, saved.method) ? METHODS[saved.method] : undefined;
  if (method === undefined) {
    throw new FormatError({
      where: "loadPosterior",
      problem: `the method ${show(saved.method)} is not known`,
      fix: `Known methods: ${Object.keys(METHODS).join(", ")}.`,
    });
  }
  return blameSaved(() => method.load(saved));
}

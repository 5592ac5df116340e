import type { KernelInstance } from "../instantiate.ts";
import type { UpdateKernels } from "../updateKernels.ts";

const made = new WeakMap<KernelInstance, UpdateKernels>();

/** The updates of a compiled module. */
export function updatesWasm(instance: KernelInstance): UpdateKernels {
  let updates = made.get(instance);
  if (updates === undefined) made.set(instance, (updates = createUpdatesWasm(instance)));
  return updates;
}

function createUpdatesWasm({ exports: k }: KernelInstance): UpdateKernels {
  return {
    sgd(p, g, v, rate, momentum, ahead, l2, shrink, scale) {
      const kernel = p.format === "f64" ? k.sgdF64 : k.sgdF32;
      kernel(p.length, p.address, g.address, v.address, rate, momentum, ahead, l2, shrink, scale);
    },
    adam(p, g, m, v, step, beta1, beta2, c, epsilon, l2, shrink, scale) {
      const kernel = p.format === "f64" ? k.adamF64 : k.adamF32;
      const { length, address } = p;
      kernel(
        length,
        address,
        g.address,
        m.address,
        v.address,
        step,
        beta1,
        beta2,
        c,
        epsilon,
        l2,
        shrink,
        scale,
      );
    },
    langevin(p, g, d, noise, drift, diffusion) {
      const kernel = p.format === "f64" ? k.langevinF64 : k.langevinF32;
      kernel(p.length, p.address, g.address, d.address, noise.address, drift, diffusion);
    },
    sghmc(p, g, v, noise, keep, rate, diffusion) {
      const kernel = p.format === "f64" ? k.sghmcF64 : k.sghmcF32;
      kernel(p.length, p.address, g.address, v.address, noise.address, keep, rate, diffusion);
    },
    kickDrift(p, r, g, d, kick, drift) {
      const kernel = p.format === "f64" ? k.kickDriftF64 : k.kickDriftF32;
      kernel(p.length, p.address, r.address, g.address, d.address, kick, drift);
    },
    weightedSquares: (d, x) =>
      (x.format === "f64" ? k.weightedSquaresF64 : k.weightedSquaresF32)(x.length, d.address, x.address),
    squares: (x) => (x.format === "f64" ? k.squaresF64 : k.squaresF32)(x.length, x.address),
    addQuadratic: (d, x, g) =>
      (x.format === "f64" ? k.addQuadraticF64 : k.addQuadraticF32)(x.length, d.address, x.address, g.address),
    addMoments(x, mean, squares, share) {
      const kernel = x.format === "f64" ? k.addMomentsF64 : k.addMomentsF32;
      kernel(x.length, x.address, mean.address, squares.address, share);
    },
  };
}

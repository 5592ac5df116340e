import seedrandom from "seedrandom";
import { checkNumber, show } from "../errors/checks.ts";
import { ArgumentError, FormatError } from "../errors/errors.ts";
import { gammaStream, normalStream, type Stream } from "../numeric/stdlib.ts";

/** A label in the path of a generator. */
export type RngLabel = string | number;

/** The whole state of a generator, as plain JSON. */
export interface RngState {
  readonly path: readonly RngLabel[];
  readonly streams: Readonly<Record<string, unknown>>;
}

/**
 * A stream of random numbers that is named by a path of labels: `createRng("a").fork("fit").fork(2)`.
 *
 * The stream is seeded from the path alone, so a fork never depends on how many numbers its parent has drawn:
 * adding a consumer, or running the forks on other threads or in another order, changes nobody's numbers.
 */
export interface Rng {
  /** The labels that name this stream, the seed first. */
  readonly path: readonly RngLabel[];
  /** A whole number, uniform on 0 ... 2^32 - 1. */
  uint32(): number;
  /** A real number, uniform on [0, 1), with 53 random bits. */
  uniform(): number;
  /** A draw from the standard normal distribution. */
  normal(): number;
  /** A draw from the gamma distribution of the given shape and rate (mean shape / rate). */
  gamma(shape: number, rate: number): number;
  /** Fills the array with standard normal draws and returns it. */
  fillNormal(out: Float64Array): Float64Array;
  /** A random order of 0 ... n - 1 (Fisher-Yates). */
  permutation(n: number): Uint32Array;
  /** The stream whose path is this one's path and the label. */
  fork(label: RngLabel): Rng;
  /** The state of the stream now, as JSON; {@link restoreRng} continues exactly here. */
  state(): RngState;
}

/** A generator for the given seed. There is no default seed: a result that cannot be repeated is not a result. */
export function createRng(seed: RngLabel): Rng {
  checkLabel("createRng", "seed", seed);
  return new PathRng([seed]);
}

/** A generator that continues where the saved one stood. Throws a FormatError if the state is not a saved one. */
export function restoreRng(state: RngState): Rng {
  const labels = Array.isArray(state?.path) ? state.path : [];
  const ok =
    labels.length > 0 && labels.every((label) => typeof label === "string" || typeof label === "number");
  if (!ok || typeof state.streams !== "object" || state.streams === null) {
    throw new FormatError({
      where: "restoreRng",
      problem: "the state must be an object { path, streams } made by rng.state()",
      fix: "Save rng.state() as JSON and pass it back unchanged.",
    });
  }
  return new PathRng(labels, state.streams);
}

function checkLabel(where: string, name: string, label: unknown): void {
  if (typeof label === "string" || (typeof label === "number" && Number.isFinite(label))) return;
  throw new ArgumentError({
    where,
    problem: `${name} must be a string or a finite number, got ${show(label)}`,
  });
}

class PathRng implements Rng {
  readonly path: readonly RngLabel[];
  // Each kind of draw has a stream of its own, made at its first use.
  readonly #saved: Readonly<Record<string, unknown>>;
  #bits: seedrandom.StatefulPRNG<seedrandom.State.Arc4> | undefined;
  #normal: ((() => number) & Stream) | undefined;
  #gamma: (((shape: number, rate: number) => number) & Stream) | undefined;

  constructor(path: readonly RngLabel[], saved: Readonly<Record<string, unknown>> = {}) {
    this.path = Object.freeze([...path]);
    this.#saved = saved;
  }

  uint32(): number {
    if (this.#bits === undefined) this.#bits = seedrandom(...this.#start("bits")) as never;
    return this.#bits!.int32() >>> 0;
  }

  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  normal(): number {
    this.#normal ??= normalStream(this.#options("normal"));
    return this.#normal();
  }

  gamma(shape: number, rate: number): number {
    if (!(shape > 0 && rate > 0)) {
      checkNumber("rng.gamma", "shape", shape, { above: 0 });
      checkNumber("rng.gamma", "rate", rate, { above: 0 });
    }
    this.#gamma ??= gammaStream(this.#options("gamma"));
    return this.#gamma(shape, rate);
  }

  fillNormal(out: Float64Array): Float64Array {
    for (let i = 0; i < out.length; i++) out[i] = this.normal();
    return out;
  }

  permutation(n: number): Uint32Array {
    checkNumber("rng.permutation", "n", n, { integer: true, min: 0 });
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(this.uniform() * (i + 1));
      const held = order[i]!;
      order[i] = order[j]!;
      order[j] = held;
    }
    return order;
  }

  fork(label: RngLabel): Rng {
    checkLabel("rng.fork", "label", label);
    return new PathRng([...this.path, label]);
  }

  state(): RngState {
    const bits = this.#bits?.state() ?? this.#saved["bits"];
    const normal = this.#normal === undefined ? this.#saved["normal"] : Array.from(this.#normal.state);
    const gamma = this.#gamma === undefined ? this.#saved["gamma"] : Array.from(this.#gamma.state);
    return { path: this.path, streams: { bits, normal, gamma } };
  }

  /**
   * The text that seeds one stream: the path and the kind as JSON, so that "1" and 1 differ. The hash reads only the low
   * byte of a character, so others than ASCII are written out as escapes.
   */
  #seed(kind: string): string {
    const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    return JSON.stringify([kind, ...this.path]).replace(/[\u0080-\uffff]/g, escaped);
  }

  #start(kind: string): [string, { state: never }] {
    return [this.#seed(kind), { state: (this.#saved[kind] ?? true) as never }];
  }

  /** Seed (256 bits from the path) or saved state of an @stdlib generator. */
  #options(kind: string): { seed: Uint32Array } | { state: Uint32Array } {
    const saved = this.#saved[kind];
    if (Array.isArray(saved)) return { state: Uint32Array.from(saved) };
    const source = seedrandom(this.#seed(kind));
    return { seed: Uint32Array.from({ length: 8 }, () => source.int32() >>> 0) };
  }
}

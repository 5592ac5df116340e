/**
 * Random numbers in bulk: for Langevin noise, dropout masks and reparameterised draws. The generator is counter-based
 * (Philox4x32-10): a draw is a function of the key and of its position alone, so any part of a stream can be drawn at
 * any time, in any order, on any number of threads, with the same bits from WebAssembly and from its twin.
 */
import { checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { KernelInstance } from "./instantiate.ts";
import { kernelInstance } from "./select.ts";
import type { Reals } from "./special.ts";
import { bernoulliTwin, normalTwin, uniformTwin } from "./twin/randomTwin.ts";

/**
 * A stream of each kind of draw. Number i of `out` becomes the draw at `position` + i, where positions are whole
 * numbers from 0 to 2^53; the three kinds are independent of one another at equal positions. Each method returns `out`
 * and throws an ArgumentError for a position or probability out of range.
 */
export interface BulkRandom {
  readonly key: readonly [number, number];
  /** Uniform on [0, 1): multiples of 2^-53, or of 2^-24 in f32. */
  fillUniform<T extends Reals>(position: number, out: T): T;
  /** Standard normal, by the ziggurat of 256 layers; in f32 those of f64, rounded. */
  fillNormal<T extends Reals>(position: number, out: T): T;
  /** `value` (default 1) with the given probability, to within 2^-33, and 0 otherwise. */
  fillBernoulli<T extends Reals | Uint8Array>(
    position: number,
    probability: number,
    out: T,
    value?: number,
  ): T;
}

/** Numbers that are drawn into the kernels' memory at a time. */
const BLOCK = 8192;

/** The streams of a key of two words (whole numbers below 2^32). `random/bulkRandom.ts` takes them from the path of an `Rng`. */
export function createBulkRandom(key: readonly [number, number]): BulkRandom {
  const where = "createBulkRandom";
  if (key.length !== 2) throw new ArgumentError({ where, problem: "key must be two words of 32 bits" });
  for (const word of key) checkNumber(where, "key", word, { integer: true, min: 0, below: 4294967296 });
  return new PhiloxRandom([key[0], key[1]]);
}

class PhiloxRandom implements BulkRandom {
  readonly key: readonly [number, number];

  constructor(key: readonly [number, number]) {
    this.key = key;
  }

  fillUniform<T extends Reals>(position: number, out: T): T {
    checkPosition("fillUniform", position, out.length);
    const wide = out.BYTES_PER_ELEMENT === 8;
    const [key0, key1] = this.key;
    return fill(
      out,
      ({ exports }, start, count, address) => {
        const kernel = wide ? exports.uniformF64 : exports.uniformF32;
        kernel(key0, key1, position + start, count, address);
      },
      (i) => uniformTwin(this.key, position + i, wide),
    );
  }

  fillNormal<T extends Reals>(position: number, out: T): T {
    checkPosition("fillNormal", position, out.length);
    const wide = out.BYTES_PER_ELEMENT === 8;
    const [key0, key1] = this.key;
    return fill(
      out,
      ({ exports, zigguratAt }, start, count, address) => {
        const kernel = wide ? exports.normalF64 : exports.normalF32;
        kernel(key0, key1, position + start, count, zigguratAt, address);
      },
      (i) => normalTwin(this.key, position + i),
    );
  }

  fillBernoulli<T extends Reals | Uint8Array>(position: number, probability: number, out: T, value = 1): T {
    checkPosition("fillBernoulli", position, out.length);
    checkNumber("fillBernoulli", "probability", probability, { min: 0, max: 1 });
    const bytes = out.BYTES_PER_ELEMENT;
    const [key0, key1] = this.key;
    const threshold = Math.round(probability * 4294967296);
    return fill(
      out,
      ({ exports }, start, count, address) => {
        const kernel =
          bytes === 8 ? exports.bernoulliF64 : bytes === 4 ? exports.bernoulliF32 : exports.bernoulliU8;
        kernel(key0, key1, position + start, count, threshold, value, address);
      },
      (i) => (bernoulliTwin(this.key, position + i, threshold) ? value : 0),
    );
  }
}

function checkPosition(where: string, position: number, count: number): void {
  checkNumber(where, "position", position, { integer: true, min: 0, max: Number.MAX_SAFE_INTEGER - count });
}

/** Fills `out` by the kernel, block by block, or number by number by the twin. */
function fill<T extends Reals | Uint8Array>(
  out: T,
  kernel: (instance: KernelInstance, start: number, count: number, address: number) => void,
  twin: (i: number) => number,
): T {
  const instance = kernelInstance();
  if (instance === undefined) {
    for (let i = 0; i < out.length; i++) out[i] = twin(i);
    return out;
  }
  const { arena } = instance;
  arena.scope(() => {
    const block = Math.min(BLOCK, out.length);
    const address = arena.allocateF64(block);
    const bytes = out.BYTES_PER_ELEMENT;
    const view =
      bytes === 8
        ? arena.f64(address, block)
        : bytes === 4
          ? arena.f32(address, block)
          : arena.bytes(address, block);
    for (let start = 0; start < out.length; start += block) {
      const count = Math.min(block, out.length - start);
      kernel(instance, start, count, address);
      out.set(view.subarray(0, count), start);
    }
  });
  return out;
}

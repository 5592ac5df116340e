import { ArgumentError } from "../../errors/errors.ts";
import type { KernelInstance } from "./instantiate.ts";
import { kernelInstance } from "./select.ts";
import type { Reals } from "./special.ts";

/** The format of a kernel's numbers. */
export type FloatFormat = "f64" | "f32";

/** Numbers that stay in the memory of the kernels from call to call, zero at first. */
export interface KernelArray<A> {
  readonly length: number;
  /** Where they lie in that memory; 0 where the TypeScript twins compute. */
  readonly address: number;
  /**
   * The numbers, to be read and written. Take it anew after anything else was created in the workspace: the memory
   * may then have grown, which leaves older views empty.
   */
  readonly view: A;
}

/** A vector of f64 or f32 numbers in the memory of the kernels. */
export interface KernelVector extends KernelArray<Reals> {
  readonly format: FloatFormat;
}

/**
 * Memory in which the arrays of kernels live between calls, so that a loop of many steps copies nothing. Everything made
 * in a workspace ends with it; there is nothing to dispose of.
 */
export interface Workspace {
  /** The compiled kernels and their memory, or undefined where the TypeScript twins compute. */
  readonly instance: KernelInstance | undefined;
  /** A vector of zeros, with at least `slack` more numbers behind it that kernels may touch. */
  vector(format: FloatFormat, length: number, slack?: number): KernelVector;
  /** Whole numbers from 0 to 2^32 - 1, zero at first. */
  integers(length: number): KernelArray<Uint32Array>;
}

/** A memory of more bytes is not kept for the next workspace, as it never shrinks. */
const LARGEST_KEPT = 256 * 1024 * 1024;

const unused = new WeakMap<KernelInstance, KernelInstance[]>();

/**
 * Calls `work` with a workspace and ends the workspace when it returns or throws; if it returns a promise, when that
 * settles. Several workspaces may be open at once, each with a memory of its own; the memory of one that has
 * ended serves the next.
 */
export function withWorkspace<T>(work: (workspace: Workspace) => T): T {
  const origin = kernelInstance();
  const free = origin === undefined ? undefined : freeInstances(origin);
  const instance = free?.pop() ?? origin?.sibling();
  const mark = instance?.arena.mark() ?? 0;
  const scope = { ended: false };
  const end = (): void => {
    scope.ended = true;
    if (instance === undefined) return;
    instance.arena.release(mark);
    if (instance.arena.byteLength <= LARGEST_KEPT) free?.push(instance);
  };
  let result: T;
  try {
    result = work(createWorkspace(instance, scope));
  } catch (error) {
    end();
    throw error;
  }
  if (result instanceof Promise) return result.finally(end) as T;
  end();
  return result;
}

function freeInstances(origin: KernelInstance): KernelInstance[] {
  let free = unused.get(origin);
  if (free === undefined) unused.set(origin, (free = []));
  return free;
}

function createWorkspace(
  instance: KernelInstance | undefined,
  scope: { readonly ended: boolean },
): Workspace {
  function array<A extends { readonly buffer: ArrayBufferLike }>(
    length: number,
    bytes: number,
    make: (arena: KernelInstance["arena"], address: number) => A,
    plain: () => A,
  ): KernelArray<A> {
    checkOpen(scope);
    const arena = instance?.arena;
    const address = arena?.allocate(bytes) ?? 0;
    arena?.bytes(address, bytes).fill(0);
    let view = arena === undefined ? plain() : make(arena, address);
    return {
      length,
      address,
      get view() {
        checkOpen(scope);
        if (arena !== undefined && view.buffer.byteLength === 0) view = make(arena, address);
        return view;
      },
    };
  }
  return {
    instance,
    vector(format, length, slack = 0) {
      const wide = format === "f64";
      const bytes = (length + slack) * (wide ? 8 : 4) + 64;
      const made = array<Reals>(
        length,
        bytes,
        (arena, address) => (wide ? arena.f64(address, length) : arena.f32(address, length)),
        () => (wide ? new Float64Array(length) : new Float32Array(length)),
      );
      return Object.defineProperty(made, "format", { value: format }) as KernelVector;
    },
    integers: (length) =>
      array(
        length,
        length * 4 + 64,
        (arena, address) => arena.u32(address, length),
        () => new Uint32Array(length),
      ),
  };
}

function checkOpen(scope: { readonly ended: boolean }): void {
  if (!scope.ended) return;
  throw new ArgumentError({
    where: "workspace",
    problem: "the workspace must not have ended, but its function has returned",
    fix: "Copy what is needed before the function of withWorkspace returns.",
  });
}

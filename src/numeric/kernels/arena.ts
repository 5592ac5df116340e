/** The part of a WebAssembly memory that an arena needs. */
export interface GrowableMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const ALIGNMENT = 64;
const PAGE = 65536;

/**
 * The memory of the kernels, laid out from TypeScript as a stack: take a mark, allocate, call a kernel, read the
 * result, release the mark. Nothing is freed singly and nothing outlives its mark, so nothing can leak.
 *
 * An address stays valid until its mark is released. A view is valid until the next allocation, which may make the
 * memory grow and so detach every view: allocate first, then make views.
 */
export class Arena {
  readonly #memory: GrowableMemory;
  #top: number;

  /** An arena over `memory` that starts at the first aligned address not below `start`. */
  constructor(memory: GrowableMemory, start: number) {
    this.#memory = memory;
    this.#top = align(start);
  }

  /** Bytes of the whole memory. */
  get byteLength(): number {
    return this.#memory.buffer.byteLength;
  }

  /** The address of the next allocation; {@link Arena.release} returns to it. */
  mark(): number {
    return this.#top;
  }

  /** Frees everything that was allocated since the mark was taken. */
  release(mark: number): void {
    this.#top = mark;
  }

  /** The address of `bytes` bytes of undefined content, aligned to 64. */
  allocate(bytes: number): number {
    const address = this.#top;
    const top = align(address + bytes);
    const missing = top - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE));
    this.#top = top;
    return address;
  }

  /** The address of `length` f64 numbers of undefined content. */
  allocateF64(length: number): number {
    return this.allocate(length * 8);
  }

  /** The address of a copy of the numbers. */
  copyIn(values: Float64Array): number {
    const address = this.allocateF64(values.length);
    this.f64(address, values.length).set(values);
    return address;
  }

  /** A view of `length` f64 numbers, valid until the next allocation. */
  f64(address: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, address, length);
  }

  /** A view of `length` f32 numbers, valid until the next allocation. */
  f32(address: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, length);
  }

  /** A view of `length` unsigned 32-bit numbers, valid until the next allocation. */
  u32(address: number, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, address, length);
  }

  /** A view of `length` bytes, valid until the next allocation. */
  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address, length);
  }

  /** Calls `work` and releases everything that it allocated, also when it throws. */
  scope<T>(work: (arena: Arena) => T): T {
    const mark = this.#top;
    try {
      return work(this);
    } finally {
      this.#top = mark;
    }
  }
}

function align(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}

import { Arena, type GrowableMemory } from "./arena.ts";
import type { KernelExports } from "./exports.ts";
import { PLAIN_MODULE, RELAXED_MODULE } from "./generated.ts";
import { zigguratTables } from "./zigguratTables.ts";

/** A compiled module with its memory. */
export interface KernelInstance {
  readonly exports: KernelExports;
  readonly arena: Arena;
  /** Where the tables of the ziggurat lie, for as long as the instance lives. */
  readonly zigguratAt: number;
  /** The same compiled module again, with a memory of its own. */
  sibling(): KernelInstance;
}

/** What is used of the WebAssembly namespace; it is missing where an engine or a policy switches it off. */
interface WebAssemblyNamespace {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  readonly Memory: new (size: { initial: number }) => GrowableMemory;
}

/** Compiles and instantiates the kernels at once, without a promise. Throws what the engine throws. */
export function instantiateKernels(build: "wasm" | "relaxed"): KernelInstance {
  const engine = (globalThis as { WebAssembly?: WebAssemblyNamespace }).WebAssembly;
  if (engine === undefined) throw new Error("this engine has no WebAssembly");
  const module = new engine.Module(decodeBase64(build === "wasm" ? PLAIN_MODULE : RELAXED_MODULE));
  return instantiateModule(engine, module);
}

function instantiateModule(engine: WebAssemblyNamespace, module: object): KernelInstance {
  const memory = new engine.Memory({ initial: 16 });
  const exports = new engine.Instance(module, { env: { memory } }).exports as KernelExports;
  const arena = new Arena(memory, exports.dataEnd());
  const zigguratAt = arena.copyIn(zigguratTables().all);
  return { exports, arena, zigguratAt, sibling: () => instantiateModule(engine, module) };
}

function decodeBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

// What the benchmarks ran on, and how busy it was.
import { cpus, loadavg, totalmem } from "node:os";
import process from "node:process";
import { findPython } from "./peers.mjs";

/** Processor, memory, system and engine. */
export function describeMachine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? "unknown processor",
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
  };
}

/** Versions of the programs of Python that are compared with, by name. */
export function describePython() {
  const found = {};
  for (const module of ["numpy", "torch"]) {
    const { python, version } = findPython(module) ?? {};
    if (version === undefined) continue;
    found.python = python;
    found[module] = version;
  }
  return found;
}

/** The number of threads that wanted a processor in the last minute: ours are among them once they run. */
export function readLoad() {
  return Math.round(loadavg()[0] * 100) / 100;
}

/** Says loudly that others are at work: their work makes every figure worse. */
export function warnIfBusy(load, when) {
  // While benchmarks run, one thread is ours.
  const others = load - (when === "before" ? 0 : 1);
  if (others > 0.5) console.log(`\n*** THE MACHINE WAS BUSY ${when} the benchmarks: load ${load} ***`);
}

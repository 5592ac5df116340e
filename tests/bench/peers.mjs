// What the library is compared with: packages beside this file, and programs of Python where they are installed.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findStan } from "./stanPeers.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const { dependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));

/** Installs the packages once; versions of those that are there, and the names of those that are not. */
export function installPackages() {
  if (!existsSync(join(here, "node_modules"))) {
    try {
      execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--prefix", here], { stdio: "ignore" });
    } catch {
      // Reported by what is missing.
    }
  }
  const names = Object.keys(dependencies);
  return {
    versions: Object.fromEntries(names.filter(isInstalled).map((name) => [name, dependencies[name]])),
    absent: names.filter((name) => !isInstalled(name)),
  };
}

function isInstalled(name) {
  return existsSync(join(here, "node_modules", name));
}

/** The Python of the system first, since packages of the distribution are installed for that one. */
const PYTHONS = ["/usr/bin/python3", "python3"];

/** A Python that can load this module, with the module's version; undefined where there is none. */
export function findPython(module) {
  const program = `import platform, ${module}; print(platform.python_version(), ${module}.__version__)`;
  for (const path of PYTHONS) {
    const { status, stdout } = spawnSync(path, ["-c", program], { encoding: "utf8" });
    if (status !== 0) continue;
    const [python, version] = stdout.trim().split(" ");
    return { path, python, version };
  }
  return undefined;
}

/** Why a reference cannot be run here, or undefined. */
export function canRun({ needs, module, processor, stan }) {
  if (needs !== undefined && !isInstalled(needs)) return `the package ${needs} is not installed`;
  if (processor !== undefined && !hasProcessorFlag(processor)) return `the processor has no ${processor}`;
  if (module !== undefined && findPython(module) === undefined)
    return `no Python with ${module} is installed`;
  if (stan === true && findStan() === undefined) return "no R with rstan is installed";
  return undefined;
}

/** Makes OpenBLAS use its core for AVX-512 where the processor has that: Debian's chooses an older one for new processors. */
export function bestCore() {
  return hasProcessorFlag("avx512f") ? { OPENBLAS_CORETYPE: "SkylakeX" } : {};
}

/** Whether Linux lists the instructions for this processor. */
function hasProcessorFlag(flag) {
  const file = "/proc/cpuinfo";
  return existsSync(file) && readFileSync(file, "utf8").split(/\s/).includes(flag);
}

/**
 * Runs a program of Python beside this file, which reads JSON and writes a line of JSON: { seconds, facts, ... }, or
 * { absent } with a reason. OpenBLAS says on the error stream which of its cores it uses.
 */
export function runPython({ python, module, input, environment = {} }, state) {
  const { path } = findPython(module);
  const { status, stdout, stderr } = spawnSync(path, [join(here, python)], {
    encoding: "utf8",
    input: JSON.stringify(input?.(state) ?? {}),
    maxBuffer: 2 ** 28,
    env: { ...process.env, OPENBLAS_NUM_THREADS: "1", OPENBLAS_VERBOSE: "2", ...environment },
  });
  if (status !== 0) throw new Error(`${python} failed:\n${stderr}`);
  const output = JSON.parse(stdout.trim().split("\n").at(-1));
  const core = /^Core: (\S+)$/m.exec(stderr)?.[1];
  const asked = environment.OPENBLAS_CORETYPE ?? core;
  const facts = { core: core ?? "not of OpenBLAS", ...(asked === core ? {} : { "asked for": asked }) };
  return { ...output, facts: { ...output.facts, ...facts } };
}

import { checkKeys, show } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { UserDensity } from "./userDensity.ts";

/**
 * A density that a module exports, so that any thread can load it. The module is code that runs with all rights of the program:
 * name only modules you trust. In a page its address is subject to the page's Content-Security-Policy.
 */
export interface DensityModule {
  readonly kind: "module";
  /** The absolute address of the module: `new URL("./density.js", import.meta.url)`. */
  readonly url: string | URL;
  /** The name of the export, "default" by default: a {@link UserDensity}, or a function that makes one of the data. */
  readonly export?: string;
  /** What the function is given: plain data, which is copied. */
  readonly data?: unknown;
}

/** A module as plain data, checked. */
export interface CheckedModule {
  readonly kind: "module";
  readonly url: string;
  readonly export: string;
  readonly data?: unknown;
}

/** Throws an ArgumentError that names what is wrong with the description of a module. */
export function checkModule(where: string, module: DensityModule): CheckedModule {
  checkKeys(where, module, ["kind", "url", "export", "data"]);
  const { kind, url, export: name = "default", data } = module;
  if (kind !== "module") {
    throw new ArgumentError({ where, problem: `kind must be "module", got ${show(kind)}` });
  }
  if (typeof name !== "string") {
    throw new ArgumentError({ where, problem: `export must be the name of an export, got ${show(name)}` });
  }
  return {
    kind,
    url: addressOf(where, url),
    export: name,
    ...(data === undefined ? {} : { data: copyOf(where, data) }),
  };
}

function addressOf(where: string, url: unknown): string {
  try {
    return new URL(url as string | URL).href;
  } catch {
    throw new ArgumentError({
      where,
      problem: `url must be an absolute address, got ${show(url)}`,
      fix: 'Write new URL("./density.js", import.meta.url).',
    });
  }
}

function copyOf(where: string, data: unknown): unknown {
  try {
    return structuredClone(data);
  } catch (cause) {
    throw withCause(
      new ArgumentError({
        where,
        problem: "the data of a module must be plain data that can be sent to another thread",
        fix: "Leave functions and objects with methods out of it.",
      }),
      cause,
    );
  }
}

/**
 * The density that a module exports. Throws an ArgumentError where the module cannot be loaded, which is then the cause, or
 * has no such export; what its function throws is passed on.
 */
export async function loadDensity(
  where: string,
  { url, export: name, data }: CheckedModule,
): Promise<UserDensity> {
  const found = (await load(where, url))[name];
  if (typeof found === "function") return found(data);
  if (typeof found !== "object" || found === null) {
    throw new ArgumentError({
      where,
      problem: `the module ${url} must export a density, or a function that makes one, as ${show(name)}, got ${show(found)}`,
    });
  }
  if (data === undefined) return found as UserDensity;
  throw new ArgumentError({
    where,
    problem: `data must be given to a function, the export ${show(name)} is a density`,
    fix: "Export a function of the data.",
  });
}

async function load(where: string, url: string): Promise<Record<string, unknown>> {
  try {
    return await import(/* webpackIgnore: true */ /* @vite-ignore */ url);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw withCause(
      new ArgumentError({ where, problem: `the module ${url} must load, it did not: ${words}` }),
      cause,
    );
  }
}

function withCause(error: ArgumentError, cause: unknown): ArgumentError {
  error.cause = cause;
  return error;
}

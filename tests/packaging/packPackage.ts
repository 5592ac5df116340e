import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const root: string = fileURLToPath(new URL("../../", import.meta.url));

/** A command of the checkout's own tools. */
export function tool(name: string): string {
  return join(root, "node_modules", ".bin", name);
}

/** The package as npm would publish it. */
export interface Packed {
  /** A folder for whatever a test makes. */
  readonly folder: string;
  readonly tarball: string;
  remove(): void;
}

/** Builds and packs the package in a folder of its own, so that nothing in the checkout changes. */
export function packPackage(): Packed {
  const folder = mkdtempSync(join(tmpdir(), "credence-pack-"));
  const source = join(folder, "source");
  mkdirSync(source);
  for (const name of ["package.json", "README.md", "CHANGELOG.md", "LICENSE", "examples"]) {
    cpSync(join(root, name), join(source, name), { recursive: true });
  }
  execFileSync(tool("tsc"), ["-p", join(root, "tsconfig.json"), "--outDir", join(source, "dist")]);
  execFileSync(process.execPath, [join(root, "scripts/bundleLibraries.mjs"), join(source, "dist")]);
  execFileSync("npm", ["pack", "--pack-destination", folder], { cwd: source, stdio: "ignore" });
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack made no tarball");
  return {
    folder,
    tarball: join(folder, tarball),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

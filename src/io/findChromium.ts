import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ArgumentError } from "../errors/errors.ts";

/** Names under which systems install it. */
const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/**
 * The path of an installed Chromium: that in the environment variable CREDENCE_CHROMIUM, or else the first of chromium,
 * chromium-browser and google-chrome in the folders of PATH.
 *
 * @throws ArgumentError if there is none.
 */
export function findChromium(): string {
  const named = process.env["CREDENCE_CHROMIUM"];
  if (named !== undefined && named !== "") {
    if (isProgram(named)) return named;
    throw missing(`CREDENCE_CHROMIUM names ${named}, which is no program`);
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  if (found === undefined) throw missing(`none of ${NAMES.join(", ")} is installed`);
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function missing(found: string): ArgumentError {
  return new ArgumentError({
    where: "htmlToPdf",
    problem: `a page is printed by Chromium, and ${found}`,
    fix: "Install Chromium, name it in CREDENCE_CHROMIUM, or write html and print that.",
  });
}

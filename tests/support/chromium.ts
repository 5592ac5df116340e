import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const usualPlaces = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Path of an installed Chromium: CREDENCE_CHROMIUM if set, else the usual places of Linux systems. */
export function findChromium(): string | undefined {
  const named = process.env["CREDENCE_CHROMIUM"];
  return [...(named === undefined ? [] : [named]), ...usualPlaces].find((path) => existsSync(path));
}

/** Without its sandbox, which containers do not allow. */
export const chromiumArguments: string[] = ["--no-sandbox"];

/** Starts a headless Chromium. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: chromiumArguments });
}

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system that is soon full. */
export interface FullDisk {
  readonly folder: string;
  /** Roughly how much fits on it. */
  readonly bytes: number;
  remove(): void;
}

/** Mounts a file system of 64 kB, or gives undefined where that is not permitted. `options` such as "ro" are added. */
export function fullDisk(options: readonly string[] = []): FullDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), "credence-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", ["size=64k", ...options].join(","), "tmpfs", folder], {
      stdio: "ignore",
    });
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  return {
    folder,
    bytes: 65_536,
    remove() {
      execFileSync("umount", [folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

import { afterAll, vi } from "vitest";
import { selectKernels } from "../../src/numeric/kernels/select.ts";

// Test files share their process, so that what they import is loaded once: each begins with the kernels of the environment,
// whatever the file before it chose, and leaves no spy or stub of its last test to what the next file does before its first.
selectKernels((process.env["CREDENCE_KERNELS"] || "wasm") as Parameters<typeof selectKernels>[0]);

afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

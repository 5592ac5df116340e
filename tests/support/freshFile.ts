import { selectKernels } from "../../src/numeric/kernels/select.ts";

// Test files share their process, so that what they import is loaded once: each begins with the kernels of the environment,
// whatever the file before it chose. Spies and stubs are taken away by vitest.config.ts.
selectKernels((process.env["CREDENCE_KERNELS"] || "wasm") as Parameters<typeof selectKernels>[0]);

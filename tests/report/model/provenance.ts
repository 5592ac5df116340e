import type { Provenance } from "../../../src/report/page/content.ts";

/** How a page of a test came about. */
export const provenance: Provenance = {
  command: "npx credence report data.csv",
  version: "0.0.0",
  seed: "s",
  data: { name: "data.csv", rows: 1, columns: 1, hash: "sha256:0" },
  spec: {},
};

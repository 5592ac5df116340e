import { selectKernels } from "../../src/numeric/kernels/select.ts";
import { denseRuns } from "./denseRuns.ts";
import { type HashedRuns, hash } from "./hashedRun.ts";
import { methodRuns } from "./methodRuns.ts";
import { networkRuns } from "./networkRuns.ts";
import { scoreRuns } from "./scoreRuns.ts";

const runs: HashedRuns = { ...denseRuns, ...networkRuns, ...methodRuns, ...scoreRuns };

/** Names of all computations whose bytes are promised. A new method adds a line to methodRuns.ts and hashes.json. */
export const runNames: readonly string[] = Object.keys(runs);

/** The hash of one computation with the kernels that are used unless others are asked for. */
export async function hashOf(name: string): Promise<string> {
  selectKernels("wasm");
  return hash(await runs[name]!());
}

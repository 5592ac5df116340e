import { packageVersion } from "../io/packageVersion.ts";
import { kernelsInUse } from "../numeric/kernels/select.ts";
import { jsonText } from "../report/page/jsonText.ts";
import type { Context } from "./context.ts";

/** How a run went, as JSON: everything that differs from run to run or from machine to machine, and nothing else does. */
export function runText(facts: Readonly<Record<string, unknown>>, context: Context): string {
  return jsonText({
    credence: packageVersion(),
    date: new Date().toISOString(),
    seconds: Math.round(performance.now() - context.started) / 1000,
    engine: `node ${process.versions.node}, v8 ${process.versions.v8}`,
    platform: `${process.platform} ${process.arch}`,
    kernels: kernelsInUse().name,
    ...facts,
  });
}

import { resolve } from "node:path";
import type { Dataset } from "../data/dataset.ts";
import { ArgumentError } from "../errors/errors.ts";
import { defaultModelSpec } from "../model/defaultSpec.ts";
import type { NetworkSpec } from "../model/networkSpec.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { Context } from "./context.ts";
import type { ModelFlags } from "./flags.ts";

/** The flags that say part of a model, by their names in {@link ModelFlags}. */
const PARTS = {
  joints: "--joints",
  units: "--units",
  inputScale: "--input-scale",
  noiseVariance: "--noise-variance",
  priorVariance: "--prior-variance",
  standardise: "--standardise",
} as const;

/** The model the flags ask for: that of `--spec`, or the default for the data with the given parts replaced. */
export async function chooseSpec(
  flags: ModelFlags,
  data: Dataset,
  seed: string,
  context: Context,
): Promise<ModelSpec> {
  if (flags.spec !== undefined) return readSpec(flags.spec, flags, context);
  const base = defaultModelSpec(data, seed);
  const { priorVariance, noiseVariance, standardise } = flags;
  return {
    network: networkWith(base.network, flags, data.x.cols),
    prior: { ...base.prior, ...(priorVariance === undefined ? {} : { variance: priorVariance }) },
    likelihood: { ...base.likelihood, ...(noiseVariance === undefined ? {} : { noiseVariance }) },
    standardise: standardise ?? base.standardise ?? "both",
  };
}

function networkWith(network: NetworkSpec, flags: ModelFlags, inputs: number): NetworkSpec {
  const { joints, units, inputScale } = flags;
  const unused = (flag: string, need: string): never => {
    throw new ArgumentError({
      where: flag,
      problem: `the flag is for ${need}, the data have ${inputs}`,
      fix: "Leave it out, or choose other --features.",
    });
  };
  if (network.kind === "random-relu") {
    if (joints !== undefined) unused("--joints", "one input");
    return { ...network, ...(units && { units }), ...(inputScale && { inputScale }) };
  }
  if (units !== undefined) unused("--units", "several inputs");
  if (inputScale !== undefined) unused("--input-scale", "several inputs");
  return joints === undefined || network.kind !== "shallow-relu"
    ? network
    : { ...network, joints: { count: joints } };
}

async function readSpec(path: string, flags: ModelFlags, context: Context): Promise<ModelSpec> {
  for (const [key, flag] of Object.entries(PARTS)) {
    if (flags[key as keyof ModelFlags] === undefined) continue;
    throw new ArgumentError({
      where: flag,
      problem: "the model must be said once, by --spec or by flags",
      fix: `Write it into the file, or leave out --spec.`,
    });
  }
  const [{ readTextFile }, { parseJson }] = await Promise.all([
    import("../io/readTextFile.ts"),
    import("../io/parseJson.ts"),
  ]);
  return parseJson(path, await readTextFile(resolve(context.cwd, path))) as ModelSpec;
}

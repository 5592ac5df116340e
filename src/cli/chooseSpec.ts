import { resolve } from "node:path";
import type { Dataset } from "../data/dataset.ts";
import { ArgumentError } from "../errors/errors.ts";
import { defaultNetworkSpec } from "../model/defaultNetworkSpec.ts";
import { defaultModelSpec } from "../model/defaultSpec.ts";
import type { MlpSpec, NetworkSpec } from "../model/networkSpec.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { Context } from "./context.ts";
import type { ModelFlags } from "./flags.ts";
import type { MethodFlags } from "./methodFlags.ts";

/** The flags that say part of a model, by their names in {@link SpecFlags}. */
const PARTS = {
  joints: "--joints",
  units: "--units",
  inputScale: "--input-scale",
  hidden: "--hidden",
  activation: "--activation",
  noiseVariance: "--noise-variance",
  priorVariance: "--prior-variance",
  standardise: "--standardise",
} as const;

/** The flags that say what the model is. */
export type SpecFlags = ModelFlags & MethodFlags;

/**
 * The model the flags ask for: that of `--spec`, or the default for method and data with the given parts replaced. Exact
 * inference has a network that is linear in its parameters; other methods have one with hidden layers, unless the
 * flags speak of joints or units.
 */
export async function chooseSpec(
  flags: SpecFlags,
  data: Dataset,
  seed: string,
  context: Context,
): Promise<ModelSpec> {
  if (flags.spec !== undefined) return readSpec(flags.spec, flags, context);
  const base = baseSpec(flags, data, seed);
  const { priorVariance, noiseVariance, standardise } = flags;
  if (noiseVariance !== undefined && base.likelihood.kind !== "normal") {
    throw new ArgumentError({
      where: "--noise-variance",
      problem: `the flag is for numbers, the target is one of ${data.classes?.length} classes`,
      fix: "Leave it out.",
    });
  }
  return {
    network: base.network,
    prior: { ...base.prior, ...(priorVariance && { variance: priorVariance }) } as ModelSpec["prior"],
    likelihood: { ...base.likelihood, ...(noiseVariance && { noiseVariance }) } as ModelSpec["likelihood"],
    standardise: standardise ?? base.standardise ?? "both",
  };
}

function baseSpec(flags: SpecFlags, data: Dataset, seed: string): ModelSpec {
  const network = LAYER_PARTS.find((key) => flags[key] !== undefined);
  const linear = LINEAR_PARTS.find((key) => flags[key] !== undefined);
  const fail = (key: keyof typeof PARTS, problem: string, fix: string): never => {
    throw new ArgumentError({ where: PARTS[key], problem, fix });
  };
  if (network !== undefined && linear !== undefined) {
    fail(network, `the network must be of one kind, ${PARTS[linear]} speaks of another`, "Leave one out.");
  }
  if (flags.method === "exact") {
    if (network !== undefined) {
      const problem =
        "exact inference needs a network that is linear in its parameters, not one with hidden layers";
      fail(network, problem, "Add --method map or --method bayes-by-backprop.");
    }
    const base = defaultModelSpec(data, seed);
    return { ...base, network: linearNetwork(base.network, flags, data.x.cols) };
  }
  const base = defaultNetworkSpec(data);
  if (linear !== undefined) {
    return { ...base, network: linearNetwork(defaultModelSpec(data, seed).network, flags, data.x.cols) };
  }
  const { hidden, activation } = flags as Pick<MlpSpec, "activation"> & MethodFlags;
  return {
    ...base,
    network: { ...(base.network as MlpSpec), ...(hidden && { hidden }), ...(activation && { activation }) },
  };
}

const LAYER_PARTS = ["hidden", "activation"] as const;
const LINEAR_PARTS = ["joints", "units", "inputScale"] as const;

function linearNetwork(network: NetworkSpec, flags: ModelFlags, inputs: number): NetworkSpec {
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

async function readSpec(path: string, flags: SpecFlags, context: Context): Promise<ModelSpec> {
  for (const [key, flag] of Object.entries(PARTS)) {
    if (flags[key as keyof SpecFlags] === undefined) continue;
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

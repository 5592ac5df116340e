import { show } from "../errors/checks.ts";
import { FormatError } from "../errors/errors.ts";
import { parseJson } from "./parseJson.ts";

/**
 * The manifest, as parsed JSON, that stands in the metadata of a safetensors file under "manifest". Throws a FormatError, in
 * the name of `where`, where the file is of another format than `what` is saved in.
 */
export function readManifest(
  where: string,
  metadata: Readonly<Record<string, string>>,
  format: string,
  what: string,
): unknown {
  const { format: found, manifest } = metadata;
  if (found === format && manifest !== undefined) return parseJson(where, manifest);
  throw new FormatError({
    where,
    problem: `the file must hold ${what}, got safetensors whose format is ${found === undefined ? "not said" : show(found)}`,
    fix: "Check the path.",
  });
}

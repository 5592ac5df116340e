import type { CompiledModel } from "../../model/compileModel.ts";
import { broken } from "../checkSaved.ts";
import { loadCompiled } from "../loadBank.ts";
import type { Note } from "../method.ts";
import { savedChoice, savedCount, savedList, savedNumber, savedTensor } from "../savedFields.ts";
import { savedHead } from "../savedHead.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import { diagonalRoot } from "./diagonalCurvature.ts";
import { fullRoot, unpacked } from "./fullCurvature.ts";
import { kroneckerRoot } from "./kroneckerRoot.ts";
import { checkLaplaceOptions, type LaplaceStructure, STRUCTURES } from "./laplaceOptions.ts";
import type { LaplaceParts } from "./laplaceParts.ts";
import { varyingFrom } from "./measureCurvature.ts";
import type { PrecisionRoot } from "./precisionRoot.ts";

/** The mode, the root of the precision, and the name of the draws that predictions average over. */
export function saveLaplace(parts: LaplaceParts): SavedPosterior {
  const { options, compiled, structure, mode, priorFactors, root, key, notes } = parts;
  return {
    ...savedHead("laplace", options, compiled),
    values: {
      structure,
      key0: key[0],
      key1: key[1],
      logEvidence: parts.logEvidence,
      effectiveParameters: parts.effectiveParameters,
      gradients: parts.gradients,
      notes: JSON.stringify(notes),
    },
    tensors: {
      mode: { shape: [mode.length], data: mode },
      priorFactors: { shape: [priorFactors.length], data: priorFactors },
      ...root.tensors,
    },
  };
}

/** The parts that were saved. Throws a FormatError where they do not fit each other. */
export function loadLaplaceParts(saved: SavedPosterior): LaplaceParts {
  const compiled = loadCompiled(saved);
  if (compiled.prior.precision?.every((value) => value > 0) !== true) {
    throw broken("model.prior", "normal and nowhere flat", compiled.model.spec.prior.kind);
  }
  const structure = savedChoice(saved.values, "values", "structure", STRUCTURES);
  const key = [savedCount(saved, "key0"), savedCount(saved, "key1")] as const;
  if (key.some((word) => word > 4294967295))
    throw broken("values.key0, key1", "words of 32 bits", key.join(", "));
  return {
    options: checkLaplaceOptions(saved.options),
    compiled,
    structure,
    mode: savedTensor(saved, "mode", [compiled.size]),
    priorFactors: savedTensor(saved, "priorFactors", [compiled.form.layers.length - 1]),
    root: loadRoot(saved, compiled, structure),
    key,
    logEvidence: savedNumber(saved, "logEvidence"),
    effectiveParameters: savedNumber(saved, "effectiveParameters"),
    gradients: savedNumber(saved, "gradients"),
    notes: savedList<Note>(saved, "notes"),
  };
}

function loadRoot(
  saved: SavedPosterior,
  compiled: CompiledModel,
  structure: LaplaceStructure,
): PrecisionRoot {
  const { form } = compiled;
  const size = form.size - varyingFrom(compiled, structure);
  switch (structure) {
    case "full":
    case "last-layer": {
      // Read before the triangle is made: a saved posterior must not ask for more than it brings along.
      const factor = unpacked(size, savedTensor(saved, "factor", [(size * (size + 1)) / 2]));
      checkPositive(
        "factor",
        Float64Array.from({ length: size }, (_, j) => factor[j * size + j]!),
      );
      return fullRoot(size, factor);
    }
    case "diagonal":
      return diagonalRoot(checkPositive("precisions", savedTensor(saved, "precisions", [size])));
    case "kronecker": {
      let from = 0;
      return kroneckerRoot(
        form.layers.slice(0, -1).map((fanIn, l) => {
          const [m, n] = [fanIn + 1, form.layers[l + 1]!];
          const layer = {
            from,
            m,
            n,
            u: savedTensor(saved, `u${l}`, [m, m]),
            v: savedTensor(saved, `v${l}`, [n, n]),
            values: checkPositive(`values${l}`, savedTensor(saved, `values${l}`, [m, n])),
          };
          from += m * n;
          return layer;
        }),
      );
    }
  }
}

function checkPositive(name: string, values: Float64Array): Float64Array {
  const bad = values.find((value) => !(value > 0));
  if (bad !== undefined) throw broken(`tensors.${name}`, "above 0 where it is to be", String(bad));
  return values;
}

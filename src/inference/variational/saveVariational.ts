import { broken } from "../checkSaved.ts";
import { loadCompiled } from "../loadBank.ts";
import type { Note } from "../method.ts";
import { savedCount, savedList, savedNumber, savedTensor } from "../savedFields.ts";
import { savedHead } from "../savedHead.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import { familyCount } from "./createFamily.ts";
import { checkVariationalOptions } from "./variationalOptions.ts";
import type { VariationalParts } from "./variationalParts.ts";

/** The numbers of the family, and the name of the draws that predictions average over: they are drawn again. */
export function saveVariational(parts: VariationalParts): SavedPosterior {
  const { compiled, options, lambda, key, elbo, trace, gradients, notes } = parts;
  const vector = (data: Float64Array) => ({ shape: [data.length], data });
  return {
    ...savedHead("bayes-by-backprop", options, compiled),
    values: {
      key0: key[0],
      key1: key[1],
      gradients,
      ...(elbo === undefined ? {} : { elbo: elbo.value, elboError: elbo.standardError }),
      notes: JSON.stringify(notes),
    },
    tensors: {
      lambda: vector(lambda),
      traceStep: vector(trace.step),
      traceMean: vector(trace.mean),
      traceError: vector(trace.standardError),
    },
  };
}

/** The parts that were saved. Throws a FormatError where they do not fit each other. */
export function loadVariational(saved: SavedPosterior): VariationalParts {
  const compiled = loadCompiled(saved);
  const options = checkVariationalOptions(saved.options);
  // Before the family is made: a saved posterior must not ask for more than it brings along.
  const lambda = savedTensor(saved, "lambda", [familyCount(options.family, compiled.size)]);
  const windows = saved.tensors["traceStep"]?.shape[0] ?? 0;
  const words = [savedCount(saved, "key0"), savedCount(saved, "key1")] as const;
  if (words.some((word) => word > 4294967295)) {
    throw broken("values.key0, key1", "words of 32 bits", words.join(", "));
  }
  return {
    compiled,
    options,
    lambda,
    key: words,
    ...(saved.values["elbo"] === undefined
      ? {}
      : { elbo: { value: savedNumber(saved, "elbo"), standardError: savedNumber(saved, "elboError") } }),
    trace: {
      step: savedTensor(saved, "traceStep", [windows]),
      mean: savedTensor(saved, "traceMean", [windows]),
      standardError: savedTensor(saved, "traceError", [windows]),
    },
    gradients: savedNumber(saved, "gradients"),
    notes: savedList<Note>(saved, "notes"),
  };
}

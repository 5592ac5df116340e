import type { Dataset } from "../../data/dataset.ts";
import { splitDataset } from "../../data/split.ts";
import { checkColumns } from "../../model/checkColumns.ts";
import type { Model } from "../../model/model.ts";
import { exp, log } from "../../numeric/special.ts";
import { runName } from "../checkpoint.ts";
import { fitParts, type PartCode } from "../fitParts.ts";
import type { Note, Run } from "../method.ts";
import { prepare } from "../prepare.ts";
import { stages } from "../stages.ts";
import type { CheckedDropoutOptions } from "./dropoutOptions.ts";
import { type DropoutParts, loadDropoutParts, type TriedRate } from "./dropoutParts.ts";
import type { DropoutPosterior } from "./dropoutPosterior.ts";
import type { DecidedOptions } from "./trainDropout.ts";
import { validateDropout } from "./validateDropout.ts";

/** The rates that "validated" chooses from, as in the experiments of Gal & Ghahramani 2016. */
const RATES = [0.005, 0.01, 0.05, 0.1];

/** What the rows kept out decided. */
interface Choice {
  readonly rate: number;
  /** Logarithms of the noise in the units of y; absent where the likelihood has none to be chosen. */
  readonly noise?: readonly number[];
  readonly tried: readonly TriedRate[];
  /** What it took, in gradients of all rows. */
  readonly gradients: number;
}

/**
 * Trains a network for every rate on a part of the rows, chooses rate and noise by the log score of the mixture over
 * masks on the others, and trains on all rows with what was chosen. Each training is a part of its own, for other threads.
 */
export async function chooseDropout(
  options: CheckedDropoutOptions,
  model: Model,
  data: Dataset,
  run: Run,
  code: Omit<PartCode<DropoutPosterior>, "name">,
): Promise<DropoutParts> {
  const { compiled } = prepare("mcDropout", model, data);
  checkColumns(compiled, data);
  const { own } = compiled.likelihood;
  const given = options.noise === "validated" ? "trained" : options.noise;
  const choosesNoise = own.length > 0 && options.noise === "validated";
  const name = runName("mc-dropout", options, model, run.rng.path, data);
  const rates = options.rate === "validated" ? RATES : [options.rate];
  const total = rates.length + 1;
  const staged = stages(run, name, total);

  const fitAll = async (which: Dataset, dataId: string, each: readonly DecidedOptions[], of: Run) => {
    const parts = each.map((decided) => ({
      method: { name: "mc-dropout", options: { ...decided } },
      model,
      data: which,
      dataId,
      path: [dataId],
    }));
    const fitted = await fitParts(parts, of, { ...code, name: `${name} ${dataId}` });
    return fitted.map((posterior) => loadDropoutParts(posterior.save()));
  };

  /** All rates on the same part of the rows, from the same start, in the same order and with the same random numbers. */
  const choose = async (): Promise<Choice> => {
    const { train, test } = splitDataset(data, { test: options.validation }, run.rng.fork("validation"));
    const candidates = rates.map((rate) => ({ ...options, rate, noise: given }));
    const fitted = await fitAll(
      train,
      "candidate",
      candidates,
      staged.run(0, { before: 0, size: rates.length }),
    );
    const judged = fitted.map((parts) => validateDropout(parts, test, choosesNoise));
    let best = 0;
    for (let k = 1; k < judged.length; k++) if (judged[k]!.score > judged[best]!.score) best = k;
    return {
      rate: rates[best]!,
      ...(choosesNoise ? { noise: judged[best]!.noise } : {}),
      // A score of -Infinity is none that could be kept as JSON.
      gradients: fitted.reduce((sum, { gradients }) => sum + gradients, 0) * (train.x.rows / data.x.rows),
      tried: judged.map(({ score }, k) => ({ rate: rates[k]!, score: Math.max(score, -Number.MAX_VALUE) })),
    };
  };

  const choice = staged.first === 0 ? await choose() : (staged.found as Choice);
  const decided: DecidedOptions = {
    ...options,
    rate: choice.rate,
    // In the units that the network sees when it is trained on all rows.
    noise: choice.noise?.map((value, k) => value - log(compiled.scaler.y.scale[k]!)) ?? given,
  };
  const last = staged.run(1, { before: rates.length, size: 1 }, choice);
  const [parts] = await fitAll(data, "all rows", [decided], last);
  const gradients = parts!.gradients + choice.gradients;
  return {
    ...parts!,
    options,
    tried: choice.tried,
    gradients,
    notes: [...parts!.notes, chosen(options, choice)],
  };
}

function chosen({ rate, validation }: CheckedDropoutOptions, { rate: best, noise, tried }: Choice): Note {
  const scores = tried.map((one) => `${one.score.toPrecision(4)} for ${one.rate}`).join(", ");
  const what = [
    ...(rate === "validated" ? [`rate ${best}`] : []),
    ...(noise === undefined ? [] : [`noise ${noise.map((value) => exp(value).toPrecision(3)).join(", ")}`]),
  ].join(" and ");
  return {
    code: "validated",
    message: `On ${Math.round(100 * validation)} % of the rows, kept out, ${what} had the best log score (${scores}); then all rows were trained on.`,
  };
}

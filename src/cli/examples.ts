/** Worked examples, shown at the end of every command's help. */
export const EXAMPLES: Readonly<Record<string, readonly (readonly [command: string, meaning: string])[]>> = {
  fit: [
    [
      "credence fit concrete.csv --target compressive_strength --test 0.2",
      "Fits eight inputs and scores the model on a fifth of the rows, held out.",
    ],
    [
      "credence fit concrete.csv --target compressive_strength --save model.json --seed 1",
      "Fits all rows and saves the model for credence predict.",
    ],
    [
      "credence fit mcycle.csv --target accel --joints 30 --noise-variance learned --prior-variance 10",
      "One input: 30 joints, a known prior variance, the noise learned from the data.",
    ],
    [
      "credence fit concrete.csv --target compressive_strength --method bayes-by-backprop --hidden 50 --test 0.2",
      "A network of 50 hidden units with a normal distribution over its weights.",
    ],
    [
      "credence fit iris.csv --target species --method map --hidden 20,20 --activation tanh --option epochs=500 --option optimiser=adamw",
      "A column of words as the target: classes. Options of the method by their names.",
    ],
    [
      "credence fit concrete.csv --target compressive_strength --method bayes-by-backprop --option steps=50000 --seed 1 --checkpoint run.checkpoint --save model.safetensors",
      "A long fit: after Ctrl-C the same command continues, and comes to the same bytes.",
    ],
    [
      "credence fit concrete.parquet --target compressive_strength",
      "Parquet and JSON lines (.jsonl) are read as CSV is; - is standard input, with --input-format if it is no CSV.",
    ],
  ],
  predict: [
    [
      "credence predict model.json new.csv --out predictions.csv",
      "Mean, sd of function and observation, and 5, 50 and 95 % quantiles of every row.",
    ],
    [
      "credence predict model.json new.csv --id sample | head",
      "The same on standard output, with the column sample in front.",
    ],
    [
      "cut -f 1-3 -d , all.csv | credence predict model.json - --out predictions.parquet",
      "The table comes on standard input, the predictions go into a Parquet file.",
    ],
    [
      "credence predict species.json new.csv",
      "Classes: the most probable one, the probability of each and the entropy of every row.",
    ],
    [
      "credence predict model.json new.csv --held-out other.csv --conformal 0.9",
      "Adds intervals that hold 90 % of observations whatever the model, if the rows of other.csv are like the new ones.",
    ],
  ],
  diagnose: [
    [
      "credence diagnose model.json --at new.csv",
      "Parameters and the function at 20 rows: R-hat and effective sample sizes, the worst first.",
    ],
    [
      "credence diagnose model.json --train concrete.csv",
      "A variational or Laplace approximation beside the posterior: Pareto-k.",
    ],
    ["credence diagnose model.json --json", "Every row, for programs."],
  ],
  export: [
    ["credence export model.json --out draws.zarr", "The parameters, for arviz.from_zarr in Python."],
    [
      "credence export model.json --train concrete.csv --at new.csv --out draws.zarr",
      "Also log likelihoods, and draws of observations at the rows of the fit and of new.csv.",
    ],
  ],
  evaluate: [
    [
      "credence evaluate model.json test.csv",
      "Errors, log score, CRPS, coverage and calibration on rows the model has not seen, each with its error.",
    ],
    [
      "credence evaluate model.json test.csv --group site --level 0.5,0.99 --json",
      "The same for every site as well, with other intervals, for programs.",
    ],
    [
      "credence evaluate predictions.csv",
      "Normal predictions of any origin, in columns named mean and sd, beside what was observed.",
    ],
  ],
  report: [
    ["credence report mcycle.csv --target accel --out page.html", "One input: mean, bands and draws."],
    [
      "credence report concrete.csv --target compressive_strength --test 0.2 --seed 1 --out page.html",
      "Several inputs: predicted against observed on held-out rows, partial dependence, calibration.",
    ],
    [
      "credence report mcycle.csv --target accel --format svg --out figures",
      "The figures alone, each in a file of its own, and a list of them; --format png needs the package @resvg/resvg-js.",
    ],
    [
      "credence report mcycle.csv --target accel --out page.pdf",
      "The page, printed by an installed Chromium.",
    ],
  ],
  sweep: [
    [
      "credence sweep mcycle.csv --target accel --prior-variance 0.01..1000",
      "Evidence, effective parameters and leave-one-out score at 121 prior variances.",
    ],
    [
      "credence sweep mcycle.csv --target accel --prior-variance 1e-3..1e3 --points 300 --out sweep.html",
      "The same at 300 values, with a page of bands and curves.",
    ],
  ],
  compare: [
    [
      "credence compare mcycle.csv --target accel --methods exact,laplace,nuts --seed 1",
      "Five folds: every row is predicted by fits that have not seen it.",
    ],
    [
      "credence compare concrete.csv --target compressive_strength --methods map,deep-ensemble --test 0.1 --splits 20 --workers 4",
      "Twenty random test parts, on four threads.",
    ],
    [
      "credence compare mcycle.csv --target accel --methods exact,baoab --spec model.json --option baoab.steps=5000 --json",
      "One model for both, from a file; an option of one method; everything that was found as JSON.",
    ],
  ],
  bench: [
    [
      "credence bench examples/uci.json --out reports/uci --workers 2",
      "The UCI regression table; after Ctrl-C the same command goes on.",
    ],
    [
      "credence bench examples/uci.json --sets yacht --methods exact --splits 3 --json",
      "A part of it, as JSON.",
    ],
  ],
  list: [
    ["credence list", "Names and summaries of the methods of inference."],
    ["credence list --json", "The same for programs."],
  ],
  demo: [
    ["credence demo", "Fits the motorcycle data and writes reports/demo/index.html."],
    ["credence demo --out demo.html", "Writes the page somewhere else."],
  ],
};

/** The examples of a command as text for its help. */
export function exampleText(command: string): string {
  const examples = EXAMPLES[command] ?? [];
  return `\nExamples:\n${examples.map(([line, meaning]) => `  $ ${line}\n      ${meaning}`).join("\n")}\n`;
}

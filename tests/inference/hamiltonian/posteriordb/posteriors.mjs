// The posteriors of posteriordb as data: for each the file it is made from, the density and its problem, which is plain
// JSON, and the values it is known by.
import { gpCounts, gpNormal, latentValues } from "./gaussianProcess.mjs";
import { linear } from "./linear.mjs";
import { logistic } from "./logistic.mjs";
import { mixture } from "./mixture.mjs";
import { schools } from "./schools.mjs";
import { ARMA_RADIUS, arma, garch } from "./timeSeries.mjs";

/** Densities by name: functions of a problem. */
export const DENSITIES = { arma, garch, gpCounts, gpNormal, linear, logistic, mixture, schools };

/** Where nothing else is said; sums of several hundred draws are as good as normal. */
const USUAL = { chains: 4, warmUp: 500, draws: 4000 };

const FLAT = { coefficientSd: 0, scalePrior: 0, scaleWidth: 1 };
const HALF_CAUCHY = { coefficientSd: 0, scalePrior: 1, scaleWidth: 2.5 };

/** The rows of columns; a one stands for a column of ones. */
function design(...columns) {
  const { length } = columns.find((column) => column !== 1);
  return Array.from({ length }, (_, i) => columns.map((column) => (column === 1 ? 1 : column[i])));
}

const times = (...columns) => columns[0].map((_, i) => columns.reduce((product, c) => product * c[i], 1));
const logs = (column) => column.map(Math.log);
const meanOf = (column) => column.reduce((sum, value) => sum + value, 0) / column.length;

/** Linear models of a file: their posteriors are strongly correlated, so that all of a covariance is learned. */
const linearModel = (file, problem, options = {}) => ({
  file,
  density: "linear",
  problem: (data) => {
    const found = problem(data);
    return { N: found.y.length, D: found.X[0].length, ...found };
  },
  values: ["beta", "sigma"],
  options: { start: "mode", warmUp: 300, draws: 2000, ...options },
});

const kids = (columns) =>
  linearModel("kidiq", ({ kid_score: y, mom_hs: hs, mom_iq: iq }) => ({
    ...HALF_CAUCHY,
    X: design(1, ...columns(hs, iq)),
    y,
  }));

const earnings = (columns, transform) =>
  linearModel("earnings", ({ earn, height, male }) => ({
    ...FLAT,
    X: design(1, ...columns(height, male)),
    y: earn.map(transform),
  }));

const mesquite = (columns, transform) =>
  linearModel("mesquite", (data) => ({
    ...FLAT,
    X: design(1, ...columns(data)),
    y: data.weight.map(transform),
  }));

const simulated = (file) =>
  linearModel(file, ({ X, y }) => ({ X, y, coefficientSd: 10, scalePrior: 2, scaleWidth: 10 }));

const logisticModel = (file, problem, coefficientSd) => ({
  file,
  density: "logistic",
  problem: (data) => {
    const { X, y } = problem(data);
    return { N: y.length, D: X[0].length, X, y, coefficientSd };
  },
  values: ["beta"],
  options: { start: "mode", warmUp: 300, draws: 2000 },
});

const votes = ({ vote, income }) => ({ X: design(1, income), y: vote });

/** Distance in hundreds of metres and arsenic, both less their means, with their product. */
function wells({ dist, arsenic, switched }) {
  const [d, a] = [meanOf(dist), meanOf(arsenic)];
  const [distance, poison] = [dist.map((value) => (value - d) / 100), arsenic.map((value) => value - a)];
  return { X: design(1, distance, poison, times(distance, poison)), y: switched };
}

const firstRows = ({ X, y }, rows) => ({ X: X.slice(0, rows), y: y.slice(0, rows) });

/** (v - mean)/(2 sd). */
function standardised(column) {
  const mean = meanOf(column);
  const squares = column.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return column.map((value) => (value - mean) / (2 * Math.sqrt(squares / (column.length - 1))));
}

const interaction = (a, b) => [a, b, times(a, b)];
const identity = (value) => value;

const MODELS = {
  "sblrc-blr": simulated("sblrc"),
  "sblri-blr": simulated("sblri"),
  "kidiq-kidscore_momiq": kids((_, iq) => [iq]),
  "kidiq-kidscore_momhsiq": kids((hs, iq) => [hs, iq]),
  "kidiq-kidscore_interaction": kids(interaction),
  "kidiq_with_mom_work-kidscore_interaction_z": linearModel("kidiq_with_mom_work", (data) => ({
    ...FLAT,
    X: design(1, ...interaction(standardised(data.mom_hs), standardised(data.mom_iq))),
    y: data.kid_score,
  })),
  "earnings-earn_height": earnings((height) => [height], identity),
  "earnings-log10earn_height": earnings((height) => [height], Math.log10),
  "earnings-logearn_interaction": earnings(interaction, Math.log),
  "mesquite-logmesquite_logvolume": mesquite(
    ({ diam1, diam2, canopy_height: canopy }) => [logs(times(diam1, diam2, canopy))],
    Math.log,
  ),
  "mesquite-logmesquite_logvash": mesquite(
    ({ diam1, diam2, canopy_height: canopy, total_height: total, group }) => [
      logs(times(diam1, diam2, canopy)),
      logs(times(diam1, diam2)),
      logs(diam1.map((value, i) => value / diam2[i])),
      logs(total),
      group,
    ],
    Math.log,
  ),
  "mesquite-mesquite": mesquite(
    ({ diam1, diam2, canopy_height, total_height, density, group }) => [
      diam1,
      diam2,
      canopy_height,
      total_height,
      density,
      group,
    ],
    identity,
  ),
  "nes1976-nes": linearModel("nes1976", (data) => {
    const age = (group) => data.age_discrete.map((value) => (value === group ? 1 : 0));
    const { real_ideo, race_adj, educ1, gender, income, partyid7 } = data;
    return {
      ...FLAT,
      X: design(1, real_ideo, race_adj, age(2), age(3), age(4), educ1, gender, income),
      y: partyid7,
    };
  }),
  "arK-arK": linearModel("arK", ({ K, y }) => {
    const lag = (k) => y.slice(K - k, y.length - k);
    const lags = Array.from({ length: K }, (_, k) => lag(k + 1));
    return { X: design(1, ...lags), y: lag(0), coefficientSd: 10, scalePrior: 1, scaleWidth: 2.5 };
  }),
  "eight_schools-eight_schools_noncentered": {
    file: "eight_schools",
    density: "schools",
    problem: ({ J, y, sigma }) => ({ J, y, sigma }),
    values: ["theta", "mu", "tau"],
    report: (draw) => [...draw.slice(0, -2).map((z) => draw.at(-2) + draw.at(-1) * z), ...draw.slice(-2)],
    options: { draws: 12_000 },
  },
  "arma-arma11": {
    file: "arma",
    density: "arma",
    problem: ({ T, y }) => ({ T, y }),
    values: ["mu", "phi", "theta", "sigma"],
    radius: ARMA_RADIUS,
  },
  "garch-garch11": {
    file: "garch",
    density: "garch",
    problem: ({ T, y, sigma1 }) => ({ T, y, sigma1 }),
    values: ["mu", "alpha0", "alpha1", "beta1"],
    report: ([mu, alpha0, alpha1, share]) => [mu, alpha0, alpha1, share * (1 - alpha1)],
    options: { draws: 6000 },
  },
  "gp_pois_regr-gp_regr": {
    file: "gp_pois_regr",
    density: "gpNormal",
    problem: ({ N, x, y }) => ({ N, x, y }),
    values: ["rho", "alpha", "sigma"],
    options: { draws: 8000 },
  },
  "gp_pois_regr-gp_pois_regr": {
    file: "gp_pois_regr",
    density: "gpCounts",
    problem: ({ N, x, k }) => ({ N, x, k }),
    values: ["rho", "alpha", "f"],
    report: ([rho, alpha, ...z], problem) => [rho, alpha, ...latentValues(problem, rho, alpha, z)],
    options: { start: "mode", draws: 6000 },
  },
  "low_dim_gauss_mix-low_dim_gauss_mix": {
    file: "low_dim_gauss_mix",
    density: "mixture",
    problem: ({ N, y }) => ({ N, y }),
    values: ["mu", "sigma", "theta"],
  },
  "nes_logit_data-nes_logit_model": logisticModel("nes_logit_data", votes, 0),
  "wells_data-wells_dist": logisticModel(
    "wells_data",
    ({ dist, switched }) => ({ X: design(1, dist), y: switched }),
    0,
  ),
  "wells_data-wells_interaction_c_model": logisticModel("wells_data", wells, 0),
  nes_logit_N01: logisticModel("nes_logit_data", votes, 1),
  wells_interaction_c_first60_N01: logisticModel("wells_data", (data) => firstRows(wells(data), 60), 1),
};

/** Unconstrained coordinates start within these bounds where nothing else is said. */
const RADIUS = 2;

/** The posteriors, with everything that is not said where they are defined. */
export const POSTERIORS = Object.fromEntries(
  Object.entries(MODELS).map(([name, model]) => [
    name,
    { report: identity, radius: RADIUS, ...model, options: { ...USUAL, ...model.options } },
  ]),
);

/** Options with which every registered method ends within a moment. */
export const BRIEF: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  exact: {},
  map: { epochs: 20 },
  "bayes-by-backprop": { steps: 60, draws: 30 },
  laplace: { training: { epochs: 20 }, polish: 50, draws: 30 },
  swag: { training: { epochs: 10 }, epochs: 10, draws: 30 },
  "multi-swag": { members: 2, training: { epochs: 10 }, epochs: 10, draws: 30 },
  sgld: { chains: 2, steps: 400, draws: 40 },
  psgld: { chains: 2, steps: 400, draws: 40 },
  sghmc: { chains: 2, steps: 400, draws: 40 },
  baoab: { chains: 2, steps: 400, draws: 40 },
  hmc: { chains: 2, warmUp: 30, draws: 40 },
  nuts: { chains: 2, warmUp: 30, draws: 40 },
  "mc-dropout": { epochs: 10, draws: 30 },
  "deep-ensemble": { members: 3, training: { epochs: 10 } },
};

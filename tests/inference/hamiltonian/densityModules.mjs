// Densities that threads load by the address of this file.

/** A standard normal of two values. */
const standard = {
  parameters: [{ name: "x", size: 2 }],
  logDensity([a, b], gradient) {
    gradient.set([-a, -b]);
    return -0.5 * (a * a + b * b);
  },
};
export default standard;

/** Gamma(shape, rate), by the data. */
export function gamma({ shape, rate }) {
  return {
    parameters: [{ name: "x", constraint: "positive" }],
    logDensity([x], gradient) {
      gradient[0] = (shape - 1) / x - rate;
      return (shape - 1) * Math.log(x) - rate * x;
    },
  };
}

export const number = 3;

export function failing() {
  throw new Error("no such data");
}

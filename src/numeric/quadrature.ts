// Nodes and weights of the 15-point Kronrod rule on [-1, 1] and of the 7-point Gauss rule inside it
// (QUADPACK, Piessens et al. 1983). Only the non-negative nodes: the rule is symmetric.
const NODES = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.20778495500789848, 0,
];
const KRONROD = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889, 0.20948214108472782,
];
const GAUSS = [0, 0.1294849661688697, 0, 0.27970539148927664, 0, 0.3818300505051189, 0, 0.4179591836734694];

function panel(f: (x: number) => number, low: number, high: number): { value: number; error: number } {
  const centre = 0.5 * (low + high);
  const half = 0.5 * (high - low);
  let kronrod = 0;
  let gauss = 0;
  for (let k = 0; k < NODES.length; k++) {
    const offset = half * NODES[k]!;
    const value = offset === 0 ? f(centre) : f(centre - offset) + f(centre + offset);
    kronrod += KRONROD[k]! * value;
    gauss += GAUSS[k]! * value;
  }
  return { value: kronrod * half, error: Math.abs(kronrod - gauss) * half };
}

/**
 * The integral of a smooth function over [low, high] by adaptive Gauss-Kronrod quadrature: the panel with the
 * largest estimated error is halved until the errors add up to at most `tolerance`, or 400 panels are in use.
 */
export function integrate(f: (x: number) => number, low: number, high: number, tolerance: number): number {
  const panels = [{ low, high, ...panel(f, low, high) }];
  const total = (key: "value" | "error") => panels.reduce((sum, p) => sum + p[key], 0);
  while (total("error") > tolerance && panels.length < 400) {
    let worst = 0;
    for (let k = 1; k < panels.length; k++) if (panels[k]!.error > panels[worst]!.error) worst = k;
    const { low: a, high: b } = panels[worst]!;
    const middle = 0.5 * (a + b);
    panels[worst] = { low: a, high: middle, ...panel(f, a, middle) };
    panels.push({ low: middle, high: b, ...panel(f, middle, b) });
  }
  return total("value");
}

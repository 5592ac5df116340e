import { JSDOM } from "jsdom";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import { splitDataset } from "../../../src/data/split.ts";
import { expSineData } from "../../../src/data/synthetic.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import { defaultModelSpec } from "../../../src/model/defaultSpec.ts";
import { createModel } from "../../../src/model/model.ts";
import { selectKernels } from "../../../src/numeric/kernels/select.ts";
import { createRng } from "../../../src/random/rng.ts";
import { kernelFacts } from "../../../src/report/model/kernelFacts.ts";
import { modelReport } from "../../../src/report/model/modelReport.ts";
import type { ReportContent } from "../../../src/report/page/content.ts";
import { renderReport } from "../../../src/report/page/renderReport.ts";
import { evidenceSurface } from "../../../src/study/evidenceSurface.ts";
import { sweepPriorVariance } from "../../../src/study/sweepPriorVariance.ts";
import { provenance } from "./provenance.ts";

const rng = createRng("model report");

async function reportOn(train: Dataset, heldOut?: Dataset): Promise<ReportContent> {
  const spec = defaultModelSpec(train, "s");
  const network = spec.network.kind === "random-relu" ? { ...spec.network, units: 20 } : spec.network;
  const model = createModel({ ...spec, network }, train);
  const posterior = await exact().fit(model, train);
  const scored = heldOut === undefined ? {} : { heldOut };
  const sweep = await sweepPriorVariance(model, train, { priorVariances: [0.01, 1, 100], ...scored });
  const few = { priorVariances: [0.1, 1, 10], noiseVariances: [0.1, 1] };
  const surface = await evidenceSurface(model, train, few);
  return modelReport({ title: "T", posterior, train, ...scored, sweep, surface, rng, provenance });
}

/** The figures of every page of numbers, and those of the prior variance. */
const JUDGED = ["split", "pit", "pit-difference", "calibration", "residual"];
const PRIOR = ["evidence", "small-multiples", "heat-map"];

function figures(content: ReportContent): string[] {
  return content.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => {
      if (block.kind === "figure") return [block.figure.kind];
      return block.kind === "row" ? block.figures.map(({ figure }) => figure.kind) : [];
    }),
  );
}

describe("one input, judged by leaving one out", () => {
  let content: ReportContent;
  beforeAll(async () => {
    content = await reportOn(expSineData(rng.fork("one"), { rows: 40 }));
  });

  test("shows bands, calibration and the prior variance", () => {
    const prior = ["evidence", "small-multiples", "draws-and-bands", "heat-map"];
    expect(figures(content)).toEqual(["band", ...JUDGED, "densities", ...prior]);
  });

  test("says that the band is constant left of the first joint", () => {
    expect(JSON.stringify(content.sections[0])).toContain("To the left of the first joint");
  });

  test("its verdict counts the rows, and the page renders", () => {
    expect(JSON.stringify(content.verdict)).toMatch(/of 40 rows, each predicted from the others/);
    const { document } = new JSDOM(renderReport(content)).window;
    expect(document.querySelectorAll("svg").length).toBeGreaterThan(5);
  });
});

describe("several inputs, judged on held-out rows", () => {
  let content: ReportContent;
  beforeAll(async () => {
    const draws = rng.fork("several");
    const x = Array.from({ length: 60 }, () => [draws.normal(), draws.normal(), 7]);
    const y = x.map(([a, b]) => 5 * a! + Math.abs(b!) + 0.1 * draws.normal());
    const { train, test: heldOut } = splitDataset(createDataset({ x, y }), { test: 20 }, draws);
    content = await reportOn(train, heldOut);
  });

  test("shows predicted against observed, dependences, calibration and the prior variance", () => {
    const kinds = ["predicted-observed", "partial-dependence", ...JUDGED, "densities", ...PRIOR];
    expect(figures(content)).toEqual(kinds);
  });

  test("leaves out an input that does not vary, and follows the strongest one", () => {
    const blocks = content.sections.flatMap((section) => section.blocks);
    const dependence = blocks.find(
      (block) => block.kind === "figure" && block.figure.kind === "partial-dependence",
    );
    expect(JSON.stringify(dependence)).not.toContain('"name":"x3"');
    expect(JSON.stringify(dependence)).toContain("over 40 rows of the data");
    const multiples = blocks.find(
      (block) => block.kind === "figure" && block.figure.kind === "small-multiples",
    );
    expect(JSON.stringify(multiples)).toContain('"xName":"x1"');
  });

  test("names held-out rows in verdict and score table", () => {
    expect(JSON.stringify(content.verdict)).toContain("of 20 held-out rows");
    expect(JSON.stringify(content.scores!.caption)).toContain("20 held-out rows");
  });
});

describe("the kernels that computed", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    selectKernels("wasm");
  });
  const data = expSineData(rng.fork("kernels"), { rows: 20 });

  test("are not spoken of where they are the usual ones", async () => {
    selectKernels("wasm");
    expect((await reportOn(data)).provenance).toBe(provenance);
    // Where relaxed SIMD is missing, the usual ones compute after all.
    const { name } = selectKernels("relaxed");
    expect(kernelFacts().map(([, value]) => value)).toEqual(
      name === "relaxed" ? ["relaxed SIMD: the last digits may differ between processors"] : [],
    );
  });

  test("are named on the page where they were chosen or the usual ones are refused", async () => {
    selectKernels("js");
    const page = renderReport(await reportOn(data));
    const { document } = new JSDOM(page).window;
    const facts = Array.from(document.querySelectorAll("dt"), (dt) => dt.textContent);
    expect(facts).toContain("Kernels");
    expect(page).toContain("TypeScript instead of WebAssembly, with other last digits</dd>");
    vi.stubGlobal("WebAssembly", undefined);
    selectKernels("wasm");
    expect(kernelFacts()[0]![1]).toMatch(/^TypeScript .*\("wasm" was refused: .*no WebAssembly\)$/);
  });
});

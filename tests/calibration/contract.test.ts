import type fc from "fast-check";
import { recalibrate } from "../../src/calibration/recalibrate.ts";
import type { RegressionPredictive } from "../../src/predictive/predictive.ts";
import { predictiveContract } from "../contracts/predictive.ts";
import { normals, ofAnyShape, studentTs } from "../predictive/families.ts";
import { isotonicOf } from "./isotonicFamilies.ts";

const wider = (make: fc.Arbitrary<RegressionPredictive>) =>
  make.map((p) =>
    recalibrate(p, { kind: "variance-scaling", rows: 1, notes: [], factors: [2.5, 0.4].slice(0, p.targets) }),
  );

predictiveContract("isotonic map of a normal", isotonicOf(ofAnyShape(normals)), { runs: 4 });
predictiveContract("isotonic map of a t", isotonicOf(ofAnyShape(studentTs([5, 8.5]))), { runs: 2 });
predictiveContract("scaled variance of a normal", wider(ofAnyShape(normals)), { runs: 3 });

import { predictiveContract } from "../contracts/predictive.ts";
import { banks, ofAnyShape, someNoise, studentTs } from "../predictive/families.ts";
import { isotonicOf } from "./isotonicFamilies.ts";

predictiveContract("isotonic map of a heavy t", isotonicOf(ofAnyShape(studentTs([0.8, 1.5, 2.5]))), {
  runs: 4,
  moments: false,
});
predictiveContract("isotonic map of a bank", isotonicOf(ofAnyShape(banks(someNoise))), { runs: 5 });

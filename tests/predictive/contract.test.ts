import { predictiveContract } from "../contracts/predictive.ts";
import {
  banks,
  imagesOf,
  mixturesOf,
  noNoise,
  normals,
  ofAnyShape,
  poissonBanks,
  respreadOf,
  someNoise,
  someRate,
  studentTBanks,
  studentTs,
} from "./families.ts";

const ts = studentTs([5, 8.5, 34, 1000]);
const heavy = studentTs([0.8, 1, 1.5, 2, 2.5, 3.5]);

predictiveContract("normal", ofAnyShape(normals));
predictiveContract("Student t", ofAnyShape(ts));
predictiveContract("Student t with heavy tails", ofAnyShape(heavy), { moments: false });
predictiveContract("bank of posterior draws", ofAnyShape(banks(someNoise)));
predictiveContract("bank of points", ofAnyShape(banks(noNoise)), { atoms: true });
predictiveContract("mixture of normals", ofAnyShape(mixturesOf(normals)));
predictiveContract("mixture of t", ofAnyShape(mixturesOf(ts)), { runs: 8 });
predictiveContract("mixture of normals, points and banks", ofAnyShape(mixturesOf(normals, banks(noNoise))), {
  atoms: true,
});
predictiveContract(
  "mixture of mixtures of several families",
  ofAnyShape(mixturesOf(mixturesOf(normals, ts), ts)),
  {
    runs: 5,
  },
);
predictiveContract("affine image of a normal", ofAnyShape(imagesOf(normals)));
predictiveContract("affine image of a t", ofAnyShape(imagesOf(ts)));
predictiveContract("affine image of a mixture of normals", ofAnyShape(imagesOf(mixturesOf(normals))));
predictiveContract("moved and widened normal", ofAnyShape(respreadOf(normals)));
predictiveContract("moved and widened mixture of normals", ofAnyShape(respreadOf(mixturesOf(normals))));
predictiveContract("mixture of affine images", ofAnyShape(mixturesOf(imagesOf(normals), imagesOf(ts))), {
  runs: 8,
});
predictiveContract("bank of draws with t noise", ofAnyShape(studentTBanks([5, 8.5, 34], 6)), { runs: 6 });
predictiveContract("bank of draws with heavy t noise", ofAnyShape(studentTBanks([0.8, 1.5, 2, 3], 6)), {
  moments: false,
  runs: 6,
});

const poissons = poissonBanks(someRate, 1, 1);
predictiveContract("Poisson", ofAnyShape(poissons), { counts: true });
predictiveContract("bank of Poisson draws", ofAnyShape(poissonBanks(someRate, 2, 60)), {
  counts: true,
  runs: 15,
});
predictiveContract(
  "mixture of Poissons and banks of them",
  ofAnyShape(mixturesOf(poissons, poissonBanks(someRate, 2, 5))),
  { counts: true, runs: 15 },
);

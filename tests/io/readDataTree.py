"""Reads a store of writeDataTree with xarray and zarr, and computes with numpy what it should hold. Prints JSON.

The model: y ~ N(tanh(x W0 + b0) W1 + b1, noise_sd^2), nothing standardised.
"""
import json
import sys

import numpy as np
import xarray
import zarr

path = sys.argv[1]
groups = {name: xarray.open_dataset(path, engine="zarr", group=name).load() for name in zarr.open_group(path, "r").group_keys()}
# Since 2024.10 xarray opens all groups as one tree.
tree = xarray.open_datatree(path, engine="zarr") if hasattr(xarray, "open_datatree") else None

posterior, x = groups["posterior"], groups["constant_data"]["x"]
hidden = np.tanh(xarray.dot(posterior["weights_0"], x, dims="feature") + posterior["biases_0"])
f = (xarray.dot(posterior["weights_1"], hidden, dims="hidden_0") + posterior["biases_1"]).squeeze("output", drop=True)
sd = posterior["noise_sd"]
y = groups["observed_data"]["y"]
log_likelihood = -0.5 * np.log(2 * np.pi * sd**2) - 0.5 * ((y - f) / sd) ** 2
difference = log_likelihood - groups["log_likelihood"]["y"]
standardised = (groups["posterior_predictive"]["y"] - f) / sd

print(
    json.dumps(
        {
            "versions": [xarray.__version__, zarr.__version__],
            "tree": None if tree is None else sorted(tree.groups),
            "variables": {
                name: {key: [list(value.dims), list(value.shape), value.dtype.kind] for key, value in group.variables.items()}
                for name, group in groups.items()
            },
            "library": posterior.attrs["inference_library"],
            "features": posterior["feature"].values.tolist(),
            "missing": sum(int(value.isnull().sum()) for group in groups.values() for value in group.values()),
            "log_likelihood": float(np.abs(difference).max()),
            "spread": float((standardised**2).mean()),
            "draws": int(standardised.size),
            "means": {name: float(value.mean()) for name, value in posterior.items()},
        }
    )
)

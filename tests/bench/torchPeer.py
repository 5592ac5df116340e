# One training step (forward, backward, Adam) of PyTorch on one thread: reads the problem of networks.bench.mjs from the
# standard input, writes { losses, seconds, facts }.
import json
import sys
import time

import torch

torch.set_num_threads(1)
problem = json.load(sys.stdin)
layers, batch = problem["layers"], problem["batch"]
x = torch.tensor(problem["x"], dtype=torch.float32).reshape(batch, layers[0])
y = torch.tensor(problem["y"], dtype=torch.float32)
parameters = []
for part in problem["parts"]:
    weights = torch.tensor(part["weights"], dtype=torch.float32).reshape(part["inputs"], part["outputs"])
    parameters += [weights.requires_grad_(), torch.tensor(part["bias"], dtype=torch.float32).requires_grad_()]
optimiser = torch.optim.Adam(parameters, lr=problem["rate"])
classes = y.long() if problem["softmax"] else None


def loss():
    h = x
    for k in range(0, len(parameters), 2):
        h = torch.addmm(parameters[k + 1], h, parameters[k])
        if k + 2 < len(parameters):
            h = torch.relu(h)
    if problem["softmax"]:
        return torch.nn.functional.cross_entropy(h, classes)
    return 0.5 * torch.nn.functional.mse_loss(h, y.reshape(batch, layers[-1]))


def step():
    optimiser.zero_grad(set_to_none=True)
    value = loss()
    value.backward()
    optimiser.step()
    return value.detach()


losses = []
for t in range(201):
    value = step()
    if t in (0, 20, 200):
        losses.append(value.item())
seconds = []
for _ in range(30):
    start = time.perf_counter()
    for _ in range(20):
        step()
    seconds.append((time.perf_counter() - start) / 20)
print(json.dumps({"losses": losses, "seconds": seconds, "facts": {"PyTorch": torch.__version__}}))

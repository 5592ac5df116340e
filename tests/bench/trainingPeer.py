# Whole training runs of PyTorch on one thread: reads the problem of trainingProblem.mjs from the standard input, writes
# { losses, seconds, facts }, where losses are, for every member, the means of the losses of the steps of its epochs.
import json
import sys
import time

import torch

torch.set_num_threads(1)
problem = json.load(sys.stdin)
inputs, hidden, size = problem["inputs"], problem["hidden"], problem["batch"]
x = torch.tensor(problem["x"], dtype=torch.float32).reshape(-1, inputs)
y = torch.tensor(problem["y"], dtype=torch.float32).reshape(-1, 1)
members = [(member["parts"], [torch.tensor(order) for order in member["orders"]]) for member in problem["members"]]
shapes = [(inputs, hidden), (hidden,), (hidden, 1), (1,)]


def train_one(parts, orders):
    parameters = [
        torch.tensor(values, dtype=torch.float32).reshape(shape).requires_grad_()
        for values, shape in zip(parts, shapes)
    ]
    w1, b1, w2, b2 = parameters
    optimiser = torch.optim.Adam(parameters, lr=problem["rate"])
    means = []
    for order in orders:
        total, steps = 0.0, 0
        for rows in order.split(size):
            optimiser.zero_grad(set_to_none=True)
            f = torch.addmm(b2, torch.relu(torch.addmm(b1, x[rows], w1)), w2)
            value = 0.5 * torch.nn.functional.mse_loss(f, y[rows])
            value.backward()
            optimiser.step()
            total += value.item()
            steps += 1
        means.append(total / steps)
    return means


def train():
    return [train_one(parts, orders) for parts, orders in members]


losses = train()
seconds = []
for _ in range(3):
    start = time.perf_counter()
    train()
    seconds.append(time.perf_counter() - start)
print(json.dumps({"losses": losses, "seconds": seconds, "facts": {"PyTorch": torch.__version__}}))

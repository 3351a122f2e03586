"""The same layer in PyTorch on the CPU. Reads JSON lines, answers each with one: first the numbers, then what to run."""

import base64
import json
import sys

try:
    import torch
except ImportError:
    print(json.dumps({"missing": "torch"}), flush=True)
    sys.exit(0)


def tensor(entry):
    values = torch.frombuffer(bytearray(base64.b64decode(entry["data"])), dtype=torch.float32)
    return values.reshape(entry["shape"])


def layer(sizes, pairs, x, p):
    batch, points, heads, width = (sizes[name] for name in ("batch", "points", "heads", "width"))
    depth = width // heads

    def dense(name, y):
        return torch.nn.functional.linear(y, p[name + ".weight"], p[name + ".bias"])

    def split(y):
        return y.reshape(batch, points, heads, depth).transpose(1, 2)

    q, k, v = (split(dense(name, x)) for name in ("query", "key", "value"))
    content = q @ k.transpose(-1, -2) / depth**0.5
    h = pairs.reshape(1, batch * points * points, -1)
    for l in range(3):
        h = h @ p[f"location.{l}.weight"] + p[f"location.{l}.bias"].reshape(heads, 1, -1)
        h = torch.nn.functional.silu(h)
    location = h.reshape(heads, batch, points, points).transpose(0, 1)
    mixed = torch.softmax(content + location, -1) @ v
    return dense("output", mixed.transpose(1, 2).reshape(batch, points, width))


given = json.loads(sys.stdin.readline())
p = {name: tensor(entry) for name, entry in given["parameters"].items()}
x, pairs, cotangent = tensor(given["features"]), tensor(given["pairs"]), tensor(given["cotangent"])
backward = given["pass"] == "forwardBackward"
for leaf in (x, *p.values()):
    leaf.requires_grad_(backward)


def once():
    y = layer(given["sizes"], pairs, x, p)
    if not backward:
        return y
    return torch.autograd.grad((y * cotangent).sum(), [x, *p.values()])[0]


print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
for line in sys.stdin:
    wanted = json.loads(line)
    for _ in range(wanted["repeats"]):
        result = once()
    data = base64.b64encode(result.detach().numpy().tobytes()).decode() if wanted["result"] else None
    print(json.dumps({"data": data}), flush=True)

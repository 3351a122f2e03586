"""An SE(3)-Transformer layer in PyTorch on the CPU, everybody beside everybody else. Reads JSON lines, answers each with one: first
the numbers, then what to run. With `library` e3nn the messages are its tensor products, whose work is the same."""

import base64
import json
import math
import sys

try:
    import torch
except ImportError:
    print(json.dumps({"missing": "torch"}), flush=True)
    sys.exit(0)
from torch.nn.functional import layer_norm, linear


def tensor(entry):
    values = torch.frombuffer(bytearray(base64.b64decode(entry["data"])), dtype=torch.float32)
    return values.reshape(entry["shape"])


given = json.loads(sys.stdin.readline())
sizes = given["sizes"]
batch, points, degrees, heads = (sizes[name] for name in ("batch", "points", "degrees", "heads"))
p = {name: tensor(entry) for name, entry in given["parameters"].items()}
features = [tensor(entry) for entry in given["features"]]
length = tensor(given["length"])
senders = torch.tensor(given["senders"])
# W_J of every edge by the degrees out and in: [E, J, 2l+1, 2k+1].
basis = {(l, k): tensor(given["basis"][l][k]) for l in range(degrees) for k in range(degrees)}
leaves = [*features, *p.values()]
for leaf in leaves:
    leaf.requires_grad_(True)


def radial(name):
    """Numbers of a net [E, count]."""
    h = length
    for k in range(2):
        h = linear(h, p[f"{name}.{k}.weight"], p[f"{name}.{k}.bias"])
        h = layer_norm(h, h.shape[-1:], p[f"{name}.norm{k}.scale"], p[f"{name}.norm{k}.shift"]).relu()
    return linear(h, p[f"{name}.2.weight"], p[f"{name}.2.bias"])


def own_message(use, l, k, sent):
    """Of features sent along edges [E, 2k+1, C]: [E, o, 2l+1]. No kernel is made of them: t first, then phi."""
    w = basis[l, k]
    t = torch.einsum("ejac,eci->ejia", w, sent)
    phi = radial(f"{use}.{l}.{k}")
    phi = phi.reshape(len(sent), -1, sent.shape[2], w.shape[1])
    return torch.einsum("eoij,ejia->eoa", phi, t)


if given["library"] == "e3nn":
    try:
        from e3nn import o3
    except ImportError:
        print(json.dumps({"missing": "e3nn"}), flush=True)
        sys.exit(0)

    direction = tensor(given["direction"])

    class Messages(torch.nn.Module):
        """Of one pair of degrees, W_J = sign Q_J Y_J: e3nn's couplings may have the other sign."""

        def __init__(self, l, k, inputs, outputs):
            super().__init__()
            orders = range(abs(l - k), l + k + 1)
            self.orders = list(orders)
            self.degrees = (l, k)
            irrep = lambda count, degree: f"{count}x{degree}{'eo'[degree % 2]}"
            self.harmonics = "+".join(irrep(1, j) for j in orders)
            self.tensor_product = o3.TensorProduct(
                irrep(inputs, k),
                self.harmonics,
                # Of odd l + k + J what comes out is of the other parity.
                f"{outputs}x{l}e + {outputs}x{l}o",
                [(0, at, (k + j) % 2, "uvw", True) for at, j in enumerate(orders)],
                irrep_normalization="none",
                path_normalization="none",
                shared_weights=False,
                internal_weights=False,
            )
            y = {j: o3.spherical_harmonics(j, direction[0], False, "integral") for j in orders}
            theirs = [torch.einsum("cja,j->ac", o3.wigner_3j(k, j, l), y[j]) for j in orders]
            self.signs = torch.stack([(w * basis[l, k][0, at]).sum().sign() for at, w in enumerate(theirs)])

        def forward(self, phi, sent):
            inputs = sent.shape[2]
            weights = phi.reshape(len(sent), -1, inputs, len(self.orders)) * self.signs
            y = o3.spherical_harmonics(self.harmonics, direction, False, "integral")
            both = self.tensor_product(sent.transpose(1, 2).flatten(1), y, weights.permute(0, 3, 2, 1).flatten(1))
            return both.unflatten(1, (2, -1, basis[self.degrees].shape[2])).sum(1)

    products = {}

    def message(use, l, k, sent):
        phi = radial(f"{use}.{l}.{k}")
        if (l, k) not in products:
            outputs = phi.shape[1] // sent.shape[2] // basis[l, k].shape[1]
            products[l, k] = Messages(l, k, sent.shape[2], outputs)
        return products[l, k](phi, sent)
else:
    message = own_message


def layer():
    def sent(k):
        return features[k][:, senders].flatten(0, 2)

    def by_heads(use):
        parts = []
        for l in range(degrees):
            m = sum(message(use, l, k, sent(k)) for k in range(degrees))
            m = m.reshape(batch, points, points - 1, heads, -1, 2 * l + 1)
            parts.append(m.transpose(-1, -2).flatten(4))
        return torch.cat(parts, -1)

    values, keys = by_heads("value"), by_heads("key")
    queries = torch.cat(
        [
            linear(x, p[f"query.{l}.weight"]).unflatten(-1, (heads, -1)).transpose(2, 3).flatten(3)
            for l, x in enumerate(features)
        ],
        -1,
    )
    scores = (queries[:, :, None] * keys).sum(-1) / math.sqrt(heads * keys.shape[-1])
    alpha = torch.softmax(scores, 2)
    total = (alpha[..., None] * values).sum(2)
    answer, start = [], 0
    for l, x in enumerate(features):
        channels = p[f"value.{l}.0.2.bias"].shape[0] // x.shape[-1] // heads
        size = (2 * l + 1) * channels
        own = total[..., start : start + size].unflatten(-1, (2 * l + 1, channels))
        start += size
        z = own.transpose(2, 3).flatten(3)
        answer.append(linear(torch.cat([z, x], -1), p[f"project.{l}.weight"]))
    return answer


def once():
    loss = 1
    for y in layer():
        loss = loss * (y * y).sum()
    return torch.autograd.grad(loss, leaves)[0]


print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
for line in sys.stdin:
    wanted = json.loads(line)
    for _ in range(wanted["repeats"]):
        result = once()
    data = base64.b64encode(result.detach().numpy().tobytes()).decode() if wanted["result"] else None
    print(json.dumps({"data": data}), flush=True)

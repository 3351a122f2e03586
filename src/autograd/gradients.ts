import { vjpOf } from "./derivatives.ts";
import { add } from "./operations/elementwise.ts";
import { variable } from "./operations/movement.ts";
import { Tensor } from "./tape.ts";

function descendants(wrt: readonly Tensor[], last: number): Uint8Array {
  const tape = (wrt[0] as Tensor).tape;
  const depends = new Uint8Array(last + 1);
  for (const leaf of wrt) depends[leaf.id] = 1;
  for (let id = 0; id <= last; id++) {
    const node = tape.nodes[id];
    if (!node?.operation.opaque && node?.inputs.some((input) => depends[input.id])) depends[id] = 1;
  }
  return depends;
}

/**
 * The computation of `loss` from `wrt` once more, from operations that can be differentiated twice: fused ones replaced
 * by their decomposition. What led to the fused ones alone is dead then and never runs.
 */
function lowered(loss: Tensor, wrt: readonly Tensor[]): Tensor {
  const { tape } = loss;
  const depends = descendants(wrt, loss.id);
  const done = new Map<Tensor, Tensor>(wrt.map((leaf) => [leaf, leaf]));
  const lower = (node: Tensor): Tensor => {
    const kept = done.get(node);
    if (kept) return kept;
    if (!depends[node.id]) return node;
    const inputs = node.inputs.map(lower);
    const { operation, shape, attributes } = node;
    const result = operation.decompose
      ? lowered(operation.decompose(new Tensor(tape, node.id, operation, inputs, shape, attributes)), inputs)
      : inputs.every((input, k) => input === node.inputs[k])
        ? node
        : tape.record(operation, inputs, shape, attributes);
    done.set(node, result);
    return result;
  };
  return lower(loss);
}

/**
 * Appends the backward nodes of `loss` (any shape; its cotangent defaults to ones) and returns one gradient a tensor
 * in `wrt`. With `differentiable`, fused operations are replaced by their decomposition, so that the result can be
 * differentiated again.
 * @throws Error if an operation on the way has no derivative, or a tensor in `wrt` may be bypassed (`variable` helps).
 */
export function gradients(
  loss: Tensor,
  wrt: readonly Tensor[],
  options: { differentiable?: boolean; cotangent?: Tensor } = {},
): Tensor[] {
  if (wrt.length === 0) return [];
  const hidden = wrt.find(({ operation }) => operation.transparent);
  if (hidden) throw new Error(`A derivative by a ${hidden.operation.name} needs \`variable\` around it.`);
  if (options.differentiable) {
    const { differentiable: _, ...others } = options;
    return gradients(lowered(loss, wrt), wrt, others);
  }
  const tape = loss.tape;
  const depends = descendants(wrt, loss.id);
  const cotangents = new Map<Tensor, Tensor>();
  const seed = options.cotangent ?? tape.constant(new Array(loss.size).fill(1), loss.shape);
  cotangents.set(loss, seed);
  for (let id = loss.id; id >= 0; id--) {
    const node = tape.nodes[id] as Tensor;
    const cotangent = cotangents.get(node);
    if (!cotangent || !depends[id] || node.inputs.length === 0 || wrt.includes(node)) continue;
    const wanted = node.inputs.map((input) => depends[input.id] === 1);
    const { operation } = node;
    const vjp = vjpOf(operation);
    const beyond = operation.decomposeFor?.some((index) => wanted[index]) ?? false;
    let pieces: (Tensor | null)[];
    if (operation.decompose && (beyond || !vjp)) {
      const own = node.inputs.map((input, index) => (wanted[index] ? variable(input) : input));
      const whole = operation.decompose(new Tensor(tape, node.id, operation, own, node.shape, node.attributes));
      const targets = own.filter((_, index) => wanted[index]);
      const inner = gradients(whole, targets, { ...options, cotangent });
      pieces = own.map((input) => inner[targets.indexOf(input)] ?? null);
    } else {
      if (!vjp) throw new Error(`Operation ${operation.name} has no derivative.`);
      pieces = vjp(node, cotangent);
    }
    node.inputs.forEach((input, index) => {
      const piece = pieces[index];
      if (!piece || !wanted[index]) return;
      const sum = cotangents.get(input);
      cotangents.set(input, sum ? (piece.operation.plus?.(piece, sum) ?? add(sum, piece)) : piece);
    });
  }
  return wrt.map((leaf) => cotangents.get(leaf) ?? tape.constant(new Array(leaf.size).fill(0), leaf.shape));
}

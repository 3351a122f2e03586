import { stateOf, Tensor } from "../tape.ts";

/** All that some outputs need, in the order it was recorded. */
function neededNodes(outputs: readonly Tensor[]): Tensor[] {
  const seen = new Set<Tensor>();
  const stack = [...outputs];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    stack.push(...node.inputs);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}

/** First pass: maps every node that some outputs need to the first one that computes the same value. */
export function shareCommon(outputs: readonly Tensor[]): Map<Tensor, Tensor> {
  const byKey = new Map<string, Tensor>();
  const shared = new Map<Tensor, Tensor>();
  for (const node of neededNodes(outputs)) {
    const inputs = node.inputs.map((input) => shared.get(input) as Tensor);
    const unique = node.operation.mutates || stateOf(node);
    const key = `${unique ? node.id : ""}|${node.operation.name}|${inputs.map((x) => x.id)}|${node.shape}|${unique ? "" : (node.operation.identity?.(node.attributes) ?? JSON.stringify(node.attributes))}`;
    const first = byKey.get(key);
    const rewired = inputs.some((input, k) => input !== node.inputs[k]);
    const own = rewired ? new Tensor(node.tape, node.id, node.operation, inputs, node.shape, node.attributes) : node;
    if (!first) byKey.set(key, own);
    shared.set(node, first ?? own);
  }
  return shared;
}

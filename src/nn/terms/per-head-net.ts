import { perHeadNetSize } from "../../autograd/operations/attention-terms.ts";
import type { ParameterLayout, ParameterSlice } from "../parameters.ts";

/** Each head's net as one row; the published library takes the second axis for the fan-in (specification 5). */
export function declarePerHeadNet(
  layout: ParameterLayout,
  name: string,
  heads: number,
  inputs: number,
  hidden: number,
): void {
  const row = perHeadNetSize(inputs, hidden);
  let at = 0;
  const slices = [
    [inputs, hidden],
    [hidden, hidden],
    [hidden, 1],
  ].flatMap(([input, output], k): ParameterSlice[] => {
    const [i, o] = [input as number, output as number];
    const halfWidth = 1 / Math.sqrt(o);
    const weight = { name: `${name}.${k}.weight`, shape: [heads, i, o], halfWidth, offset: at, strides: [row, o, 1] };
    const bias = { name: `${name}.${k}.bias`, shape: [heads, o], halfWidth, offset: at + i * o, strides: [row, 1] };
    at += (i + 1) * o;
    return [weight, bias];
  });
  layout.pack(name, [heads, row], slices);
}

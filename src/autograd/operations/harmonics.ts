import { harmonicsModule } from "../../lie/irreps/coupling-module.ts";
import * as irreps from "../../lie/irreps/harmonics.ts";
import { spread } from "../indexing.ts";
import type { Layout } from "../shape.ts";
import type { Kernel, Operation, Tensor } from "../tape.ts";
import { concat } from "./concat.ts";
import { expand, slice } from "./movement.ts";
import { tensorArithmetic } from "./tensor-arithmetic.ts";

interface Attributes {
  readonly degree: number;
}

function vectorKernel(module: string, { degree }: Attributes, layouts: readonly Layout[]): Kernel {
  const size = (layouts[0] as Layout).shape[0] as number;
  const workgroups = spread(size, 64);
  return {
    label: `${module} to degree ${degree}`,
    module: `harmonics/${module}.wgsl`,
    generated: { polynomials: harmonicsModule(degree) },
    constants: {
      SIZE: size,
      STRIDE_Y: workgroups[0] * 64,
      ...Object.fromEntries(layouts.map(({ offset }, k) => [`OFFSET${k}`, offset])),
    },
    conditions: { lanes1: true, lanes2: false, lanes4: false, one_by_one: false },
    workgroups,
  };
}

const gradientOperation: Operation<Attributes> = {
  name: "harmonicsGradient",
  dense: true,
  kernel: (node, layouts) => vectorKernel("harmonics_gradient", node.attributes, layouts),
};

const harmonicsOperation: Operation<Attributes> = {
  name: "harmonics",
  dense: true,
  kernel: (node, layouts) => vectorKernel("harmonics", node.attributes, layouts),
  vjp: (node, cotangent) => {
    const [x] = node.inputs as [Tensor];
    return [node.tape.record(gradientOperation, [x, cotangent], x.shape, node.attributes)];
  },
  decompose: (node) => {
    const [x] = node.inputs as [Tensor];
    const axis = (c: number) => slice(x, 1, c, c + 1);
    const all = irreps.harmonics(tensorArithmetic(node.tape), [axis(0), axis(1), axis(2)], node.attributes.degree);
    const columns = all.flat().map((y) => expand(y, [x.shape[0] as number, 1]));
    return concat(columns, 1);
  },
};

/** Real spherical harmonics of unit vectors [N, 3], degrees 0 .. `degree` side by side: [N, (degree + 1)^2]. */
export const harmonics = (x: Tensor, degree: number): Tensor =>
  x.tape.record(harmonicsOperation, [x], [x.shape[0] as number, (degree + 1) ** 2], { degree });

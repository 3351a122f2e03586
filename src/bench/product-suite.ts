import { candidateOf } from "../autograd/candidate.ts";
import { compile } from "../autograd/compile.ts";
import { matmul } from "../autograd/operations/matmul.ts";
import { Tape } from "../autograd/tape.ts";
import { compare } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import { RandomStream } from "../random/random-stream.ts";
import { measurePeak } from "./peak-suite.ts";
import type { Outcome } from "./suite.ts";

/** Rows, inner size and columns: a dense layer of preset quick, one of paper, its gradient, and a square. */
const SIZES = [
  [320, 32, 96],
  [1088, 128, 384],
  [384, 1088, 128],
  [512, 512, 512],
] as const;
const SAMPLES = 5;

/** Matrix products, and the part of the adapter's multiply-add rate they reach. */
export async function* productSuite(gpu: Gpu): AsyncGenerator<Outcome> {
  const random = new RandomStream(0, "bench product");
  const normals = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  const candidates = [];
  for (const [rows, inner, columns] of SIZES) {
    const tape = new Tape(gpu.variants);
    const program = await compile(gpu, {
      out: matmul(tape.input("a", [rows, inner]), tape.input("b", [inner, columns])),
    });
    program.write("a", normals(rows * inner));
    program.write("b", normals(inner * columns));
    candidates.push(candidateOf(`${rows} x ${inner} x ${columns}`, program, "out"));
  }
  const { multiplyAdds } = await measurePeak(gpu);
  const medians = await compare(candidates, SAMPLES);
  for (const candidate of candidates) candidate.destroy();
  const figures = SIZES.map(([rows, inner, columns]) => {
    const name = `${rows} x ${inner} x ${columns}`;
    const milliseconds = medians.get(name) as number;
    const rate = (rows * inner * columns) / milliseconds / 1e6;
    return { name, milliseconds, rate, fraction: rate / multiplyAdds };
  });
  yield {
    report: { suite: "product", adapter: gpu.adapterName, figures },
    table: {
      title: "Matrix products",
      columns: ["ms", "10⁹ multiply-adds/s", "% of the adapter's"],
      rows: figures.map(({ name, milliseconds, rate, fraction }) => ({
        name,
        cells: [milliseconds, rate, 100 * fraction],
      })),
    },
  };
}

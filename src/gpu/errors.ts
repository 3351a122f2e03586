/** A kernel did not compile, or WebGPU refused a dispatch of it. */
export class KernelError extends Error {
  override readonly name = "KernelError";
  constructor(kernel: string, detail: string) {
    super(`Kernel ${kernel}: ${detail}`);
  }
}

/** Lines shown before and after the one at fault. */
const AROUND = 2;

/** Some lines of a source, numbered, the one at fault marked. @param line counted from 1 */
export function excerpt(code: string, line: number): string {
  const lines = code.split("\n");
  const first = Math.max(0, line - 1 - AROUND);
  const last = Math.min(lines.length, line + AROUND);
  const width = String(last).length;
  return lines
    .slice(first, last)
    .map((text, k) => {
      const number = first + k + 1;
      return `${number === line ? ">" : " "} ${String(number).padStart(width)} | ${text}`;
    })
    .join("\n");
}

import process from "node:process";
import { type ParseArgsConfig, parseArgs } from "node:util";

/** Ends the command with one line on the error stream: status 2 for a wrong call, 1 for a run that failed. */
export function fail(message: string, status: 1 | 2 = 2): never {
  console.error(message);
  process.exit(status);
}

/** Options and positional arguments of this command; a wrong call ends it with one line that says why. */
export function readArguments<const Options extends NonNullable<ParseArgsConfig["options"]>>(options: Options) {
  // `--steps -3` is a value out of range, not a missing one.
  const joined = process.argv
    .slice(2)
    .join("\0")
    .replaceAll(/(^|\0)(--\w+)\0(?=-\d)/g, "$1$2=");
  try {
    return parseArgs({ args: joined === "" ? [] : joined.split("\0"), allowPositionals: true, options });
  } catch (error) {
    return fail(error instanceof Error ? (error.message.split("\n")[0] as string) : String(error));
  }
}

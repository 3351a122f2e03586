import * as v from "valibot";
import { BrokenFileError } from "./packed-file.ts";

/** A file as JSON of some form, called `what` where it is none. @throws BrokenFileError that names the file, and the place */
export function readJson<Schema extends v.GenericSchema>(
  file: string,
  text: string,
  schema: Schema,
  what: string,
): v.InferOutput<Schema> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new BrokenFileError(`${file} is no JSON: it may be cut short.`);
  }
  const found = v.safeParse(schema, parsed);
  if (found.success) return found.output;
  const [issue] = found.issues;
  throw new BrokenFileError(`${file} is no ${what}: at ${v.getDotPath(issue) ?? "the top"}, ${issue.message}.`);
}

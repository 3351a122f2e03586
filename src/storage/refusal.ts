/** Told once, in words, why the browser does not keep what it is given. */
export type OnRefusal = (reason: string) => void;

/** Why a browser refused; some throw nothing that says so. */
export const refusalInWords = (error: unknown): string => {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replace(/\.$/, "");
};

import type { ReactNode } from "react";

/** A line across the page: what went wrong, or what a visitor may like to know. */
export function Notice({ kind = "bad", children }: { kind?: "bad" | "news"; children: ReactNode }) {
  return <div className={`notice ${kind}`}>{children}</div>;
}

import type { ReactNode } from "react";

/** Holds what may be wider than its place, so that the page is not; by keyboard too. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it with the arrow keys.
    <section className="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

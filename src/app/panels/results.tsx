import { lazy, type ReactNode, Suspense } from "react";
import { useParts } from "../stores/view-store.ts";
import { Views } from "./views.tsx";

/** Its drawings, formulas and shaders load when they are looked at. */
const Laboratory = lazy(async () => ({ default: (await import("../laboratory/laboratory.tsx")).Laboratory }));

/** The answers of a page, or the laboratory in their place. */
export function Results({ children }: { children: ReactNode }) {
  const { show } = useParts("show");
  return (
    <section className="column results" aria-label="Results">
      <Views />
      {show === "laboratory" ? (
        <Suspense fallback={<p className="note">Loading…</p>}>
          <Laboratory />
        </Suspense>
      ) : (
        children
      )}
    </section>
  );
}

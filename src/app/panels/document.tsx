import type { ReactNode } from "react";
import { toggleTheme, useTheme } from "../theme.ts";
import { Refusal } from "./refusal.tsx";

interface DocumentProps {
  readonly title: string;
  /** Link of the playground that one comes back to. */
  readonly back: string;
  /** Buttons of the header. */
  readonly tools: ReactNode;
  readonly children: ReactNode;
}

/** A page of one column beside the playground. */
export function Document({ title, back, tools, children }: DocumentProps) {
  const theme = useTheme();
  return (
    <div className="document">
      <header>
        <h1>{title}</h1>
        <nav aria-label="Tools">
          <a className="button" href={back}>
            Playground
          </a>
          {tools}
          <button type="button" onClick={toggleTheme}>
            {theme === "dark" ? "Light" : "Dark"}
          </button>
        </nav>
      </header>
      <div role="status">
        <Refusal />
      </div>
      <main>{children}</main>
    </div>
  );
}

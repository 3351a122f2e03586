import { plot } from "@observablehq/plot";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { download } from "../download.ts";

type Options = NonNullable<Parameters<typeof plot>[0]>;

interface DrawingProps {
  /** What it shows, for those who do not see it; the name of the file, where it is saved. */
  readonly label: string;
  /** The drawing at a width, in pixels. Drawn anew when it changes. */
  readonly options: (width: number) => Options;
  /** Told of the datum that the pointer is over, null where it is over none. */
  readonly onPoint?: (datum: unknown) => void;
  readonly onPick?: (datum: unknown) => void;
  readonly children?: ReactNode;
}

/** A picture as a file that needs no style sheet. */
function saved(name: string, svg: SVGSVGElement): void {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.removeAttribute("aria-hidden");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("xmlns:xlink", "http://www.w3.org/1999/xlink");
  const { color, fontFamily } = getComputedStyle(svg);
  copy.style.color = color;
  copy.style.fontFamily = fontFamily;
  download(`${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.svg`, copy.outerHTML);
}

/** A drawing of numbers as SVG, as wide as its place. */
export function Drawing({ label, options, onPoint, onPick, children }: DrawingProps) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const told = useRef({ onPoint, onPick });
  told.current = { onPoint, onPick };
  useEffect(() => {
    const element = place.current as HTMLDivElement;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (width < 40) return;
    const drawn = plot(options(width));
    const point = () => told.current.onPoint?.(drawn.value ?? null);
    const pick = () => drawn.value != null && told.current.onPick?.(drawn.value);
    drawn.addEventListener("input", point);
    drawn.addEventListener("click", pick);
    // Its place says what it shows.
    drawn.setAttribute("aria-hidden", "true");
    place.current?.replaceChildren(drawn);
  }, [options, width]);
  return (
    <figure className="drawing">
      <figcaption>
        {children}
        <button
          type="button"
          className="small"
          onClick={() => {
            const svg = place.current?.querySelector<SVGSVGElement>("svg");
            if (svg) saved(label, svg);
          }}
        >
          SVG
        </button>
      </figcaption>
      <div ref={place} role="img" aria-label={label} />
    </figure>
  );
}

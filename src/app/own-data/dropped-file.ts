import { useEffect, useRef } from "react";

/** Takes a file that is dropped anywhere on the page, which the browser would leave the page for. */
export function useDroppedFile(take: (file: File) => void): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const stay = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) latest.current(file);
    };
    window.addEventListener("dragover", stay);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", stay);
      window.removeEventListener("drop", drop);
    };
  }, []);
}

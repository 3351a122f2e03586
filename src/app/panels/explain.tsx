import { Popover } from "@base-ui/react/popover";
import type { ReactNode } from "react";

/** What is explained: a term that opens its own explanation, or what a question mark stands beside. */
type Explained = { readonly term: string } | { readonly beside: string };

/** An explanation that opens to a mouse that rests on its mark, to a touch, and from the keyboard. */
export function Explain({ children, ...explained }: Explained & { readonly children: ReactNode }) {
  return (
    <Popover.Root>
      {"term" in explained ? (
        <Popover.Trigger className="explain term" openOnHover delay={150}>
          {explained.term}
        </Popover.Trigger>
      ) : (
        <Popover.Trigger className="explain mark" openOnHover delay={150} aria-label={`About: ${explained.beside}`}>
          ?
        </Popover.Trigger>
      )}
      <Popover.Portal>
        <Popover.Positioner positionMethod="fixed" sideOffset={6} collisionPadding={8} className="explanation-place">
          <Popover.Popup
            className="explanation-text"
            aria-label={"term" in explained ? explained.term : explained.beside}
          >
            <Popover.Description>{children}</Popover.Description>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

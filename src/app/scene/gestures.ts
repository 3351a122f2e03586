import { type RefObject, useEffect } from "react";
import { look, useView } from "../stores/view-store.ts";

/** Attribute of a canvas one of whose handles is held: a finger on it does not scroll the page. */
export const HELD = "data-held";

/** Share by which a notch of the wheel makes the input larger. */
const WHEEL = 0.0012;

/** How two fingers lie: their distance, and the direction from one to the other in degrees, y upwards. */
function between(touches: TouchList): { distance: number; angle: number } {
  const [a, b] = [touches[0], touches[1]] as [Touch, Touch];
  const [dx, dy] = [b.clientX - a.clientX, a.clientY - b.clientY];
  return { distance: Math.hypot(dx, dy), angle: (Math.atan2(dy, dx) * 180) / Math.PI };
}

/**
 * Two fingers scale and turn a plane input, and the wheel scales it: while its picture has the focus, so that others can
 * scroll past it, or as a pinch of a touchpad.
 */
export function useGestures(stage: RefObject<HTMLElement | null>, enabled: boolean): void {
  useEffect(() => {
    const element = stage.current;
    if (!element || !enabled) return;
    let last: ReturnType<typeof between> | null = null;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && document.activeElement !== element) return;
      event.preventDefault();
      // A pinch comes in many small parts, which must not be rounded away.
      look({ scale: useView.getState().scale * Math.exp(-WHEEL * event.deltaY) });
    };
    const onTouchStart = (event: TouchEvent) => {
      const two = event.touches.length === 2;
      last = two ? between(event.touches) : null;
      // The pointer events of a touch come before it, so that the handle knows by now.
      if (two || element.querySelector(`[${HELD}]`)) event.preventDefault();
    };
    const onTouchMove = (event: TouchEvent) => {
      if (!last || event.touches.length !== 2) return;
      event.preventDefault();
      const now = between(event.touches);
      const { scale, rotate } = useView.getState();
      look({ scale: (scale * now.distance) / last.distance, rotate: rotate + now.angle - last.angle });
      last = now;
    };
    // React's own listeners are passive, and could not keep the page from scrolling.
    const active = { passive: false };
    element.addEventListener("wheel", onWheel, active);
    element.addEventListener("touchstart", onTouchStart, active);
    element.addEventListener("touchmove", onTouchMove, active);
    return () => {
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("touchstart", onTouchStart);
      element.removeEventListener("touchmove", onTouchMove);
    };
  }, [stage, enabled]);
}

import { useThree } from "@react-three/fiber";
import { useEffect } from "react";

/** Pictures are drawn when something changes; a WebGL context that comes back has lost what was drawn before. */
export function Restored() {
  const { gl, invalidate } = useThree();
  useEffect(() => {
    const redraw = () => invalidate();
    gl.domElement.addEventListener("webglcontextrestored", redraw);
    return () => gl.domElement.removeEventListener("webglcontextrestored", redraw);
  }, [gl, invalidate]);
  return null;
}

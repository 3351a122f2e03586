import { useRun } from "../stores/run-store.ts";

/** What a visitor without a usable GPU sees instead of the playground. */
export function Unavailable() {
  const reason = useRun((state) => state.unavailable);
  return (
    <main className="unavailable">
      <h1>The playground cannot reach your GPU</h1>
      <p role="alert">{reason}</p>
      <p>
        Everything here is computed on your own machine through WebGPU, the browser's way to use the graphics processor
        for general work. Nothing is sent anywhere.
      </p>
      <button type="button" className="primary" onClick={() => location.reload()}>
        Try again
      </button>
    </main>
  );
}

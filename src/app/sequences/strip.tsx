import { tokensOf } from "../../tasks/sequences/data.ts";
import { Stepper } from "../panels/stepper.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useProbe } from "../stores/run-store.ts";
import { look, useParts } from "../stores/view-store.ts";

const WIDTH = 1000;
const HEIGHT = 160;
const MARGIN = 10;

/** Tokens of a sequence along its places: their height is their number. */
export function Strip() {
  const probe = useProbe("sequences");
  const config = useConfig((state) => state.config);
  const { trajectory } = useParts("trajectory");
  const { tests } = config;
  const { tokens, place } = probe?.sequence ?? { tokens: new Float32Array(), place: null };
  const count = tokens.length;
  const most = tokensOf(config) - 1;
  const x = (k: number) => MARGIN + ((WIDTH - 2 * MARGIN) * k) / Math.max(1, count - 1);
  const y = (token: number) => HEIGHT - MARGIN - ((HEIGHT - 2 * MARGIN) * token) / most;
  return (
    <section className="panel sequence" aria-label="Sequence">
      {probe ? (
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${count} tokens of ${most + 1} kinds.`}>
          <polyline points={Array.from(tokens, (token, k) => `${x(k)},${y(token)}`).join(" ")} />
          {place !== null && <circle cx={x(place)} cy={y(tokens[place] as number)} r={7} />}
        </svg>
      ) : (
        <p className="note">The sequence comes as soon as the networks are compiled.</p>
      )}
      <Stepper
        name="sequence"
        value={((trajectory - 1) % tests) + 1}
        max={tests}
        go={(to) => look({ trajectory: to })}
      />
      <p className="note">
        {config.sequence === "recall"
          ? "Symbols at random, one of them after a mark: the ring shows which. It is the answer."
          : "A noisy wave, rounded to levels: how often does it come and go?"}
      </p>
    </section>
  );
}

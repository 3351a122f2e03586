import { Stepper } from "../panels/stepper.tsx";
import { look, useParts } from "../stores/view-store.ts";
import { useDrawn } from "./looked.ts";

/** Which test graph, and how far its pooling has come. */
export function Levels() {
  const looked = useDrawn();
  const { trajectory } = useParts("trajectory");
  const tests = looked?.probe.tests ?? 1;
  const { drawn } = looked ?? {};
  return (
    <section className="panel" aria-label="Pooling">
      <div className="row">
        <Stepper
          name="graph"
          value={((trajectory - 1) % tests) + 1}
          max={tests}
          go={(to) => look({ trajectory: to })}
        />
      </div>
      {drawn && drawn.levels > 0 && (
        <fieldset className="levels">
          <legend>What {drawn.title} keeps</legend>
          {[...Array(drawn.levels + 1).keys()].map((level) => (
            <label key={level}>
              <input
                type="radio"
                name="level"
                checked={drawn.level === level}
                onChange={() => look({ layer: level })}
              />
              {level === 0 ? "all nodes" : `after pooling ${level}`}
            </label>
          ))}
        </fieldset>
      )}
      <p className="note">
        {drawn && drawn.level > 0
          ? `${drawn.kept.size} of ${looked?.probe.graph.labels.length} nodes are left, with the edges between them. The wider a node's halo, the higher its score among those that were left before.`
          : "Every node with its label as number and colour; the network sees labels and edges, no places."}
      </p>
    </section>
  );
}

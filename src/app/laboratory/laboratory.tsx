import "./laboratory.css";
import { lifts } from "../../config/models.ts";
import type { Inspection } from "../../tasks/inspection.ts";
import { useConfig } from "../stores/config-store.ts";
import { isRecorded, useRun } from "../stores/run-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { Code } from "./code.tsx";
import { Field } from "./field.tsx";
import { Formula } from "./formula.tsx";
import { Maps } from "./maps.tsx";
import { MotionMap } from "./motion-map.tsx";
import { Terms } from "./terms.tsx";
import { mapOf, useHead, useInspection, useIsCurrent } from "./use-inspection.ts";

/** A choice of numbers from 1. */
function Choice({
  label,
  count,
  value,
  onChoose,
}: {
  label: string;
  count: number;
  value: number;
  onChoose: (value: number) => void;
}) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={({ target }) => onChoose(Number(target.value))}>
        {Array.from({ length: count }, (_, k) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are numbers, told apart by their place.
          <option key={k} value={k + 1}>
            {k + 1}
          </option>
        ))}
      </select>
    </label>
  );
}

function Inside({ inspection }: { inspection: Inspection }) {
  const { layer: ownLayer, head: ownHead, point } = useParts("layer", "head", "point");
  const { precision, neighbours, kept } = useConfig((state) => state.config);
  const head = useHead(inspection);
  const { sizes, query } = inspection;
  const current = useIsCurrent(inspection);
  const missing = point !== query.point;
  // All pairs are traced, one by one, which the kernels that train do not do.
  const traced = [
    ...(precision === "half" ? ["in 32-bit floats, where training has 16-bit ones"] : []),
    ...(neighbours > 0 ? ["for all keys, those beyond the neighbours with weight 0"] : []),
  ].join(" and ");
  const { points, heads } = sizes;
  const asked = mapOf(inspection.maps.moved, head, heads, points);
  const gone = kept < 1 && asked.subarray(query.point * points, (query.point + 1) * points).every((own) => own === 0);
  const auto = ownLayer === 0 || ownHead === 0;
  return (
    <>
      <section className="panel which-head" aria-label="What is looked into">
        <div className="row">
          <Choice
            label="Layer"
            count={sizes.layers}
            value={head.layer + 1}
            onChoose={(layer) => look({ layer, head: head.head + 1 })}
          />
          <Choice
            label="Head"
            count={sizes.heads}
            value={head.head + 1}
            onChoose={(h) => look({ layer: head.layer + 1, head: h })}
          />
          {sizes.samples > 1 && (
            <Choice
              label="Lift sample"
              count={sizes.samples}
              value={query.sample + 1}
              onChoose={(sample) => look({ sample })}
            />
          )}
          <button type="button" disabled={auto} onClick={() => look({ layer: 0, head: 0 })}>
            {auto ? "The most telling head" : "Most telling head"}
          </button>
        </div>
        <p className="note">
          {missing && `Point ${point} is not there. `}
          {gone &&
            `Point ${query.point} was not kept: before this layer the points with low scores went, and it asks nothing here. `}
          The query is point {query.point}, ringed in the picture: click another. Everything here is of the{" "}
          LieTransformer and of the moved cloud
          {traced && `, computed ${traced}`}.
        </p>
      </section>
      <div className={current ? "inside" : "inside stale"} aria-busy={!current}>
        <Field inspection={inspection} head={head} />
        <Formula inspection={inspection} head={head} />
        <Terms inspection={inspection} head={head} />
        <Maps inspection={inspection} head={head} />
      </div>
    </>
  );
}

/** What goes on inside the asked network's attention. */
export function Laboratory() {
  const lifted = useConfig(({ config }) => lifts(config));
  const recorded = useRun(isRecorded);
  const inspection = useInspection();
  if (!lifted) {
    return (
      <section className="panel" aria-label="Laboratory">
        <p className="note">
          This model lifts nothing to a group, so there is no location term to look into. Choose the LieTransformer as
          the model in the settings.
        </p>
      </section>
    );
  }
  return (
    <>
      {inspection ? (
        <Inside inspection={inspection} />
      ) : (
        <section className="panel" aria-label="Laboratory">
          <p className="note waiting">
            {recorded
              ? "The inside of a network is not recorded: it shows when your GPU answers."
              : "Compiling what looks inside…"}
          </p>
        </section>
      )}
      <MotionMap />
      <Code />
    </>
  );
}

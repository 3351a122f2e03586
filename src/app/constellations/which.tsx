import { lifts } from "../../config/models.ts";
import { ownText, parseOwn } from "../../config/own.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { viewFields } from "../../config/view.ts";
import { atRest } from "../../lie/motion.ts";
import { groupOf } from "../../lie/registry.ts";
import { cloudPair } from "../../tasks/clouds/batch.ts";
import { slotsOf } from "../../tasks/clouds/kinds.ts";
import { OwnPoints } from "../own-data/own-points.tsx";
import { Explain } from "../panels/explain.tsx";
import { Stepper } from "../panels/stepper.tsx";
import { useConfig } from "../stores/config-store.ts";
import { setEditing, useIsEditing, useLeft } from "../stores/edit-store.ts";
import { look, useParts } from "../stores/view-store.ts";

/** Which cloud is looked at, and whether its lifted elements are drawn. */
export function Which() {
  const { cloud, needles, own } = useParts("cloud", "needles", "own");
  const config = useConfig((state) => state.config);
  const editing = useIsEditing(dimensionOf(config));
  const left = useLeft();
  const sampled = lifts(config) && groupOf(config).stabiliser.kind !== "trivial";
  const dimension = dimensionOf(config);
  const drawn = dimension === 2 ? "Needles" : "Triads";
  const room = slotsOf(config);
  const present = Math.min(room, parseOwn(own, dimension).length);
  // What is there already is a beginning.
  const draw = () => {
    const { points, mask } = cloudPair(config, cloud - 1, atRest);
    const taken = Array.from(mask.keys()).filter((k) => mask[k] === 1);
    look({ own: ownText(taken.map((k) => Array.from(points.subarray(dimension * k, dimension * (k + 1))))), point: 0 });
    setEditing(true);
  };
  return (
    <>
      {present === 0 ? (
        <>
          <Stepper
            name="cloud"
            value={((cloud - 1) % config.tests) + 1}
            max={config.tests}
            go={(to) => look({ cloud: to })}
          />
          <button type="button" onClick={draw}>
            Draw your own
          </button>
          {parseOwn(left, dimension).length > 0 && (
            <button type="button" onClick={() => look({ own: left, point: 0 })}>
              Back to yours
            </button>
          )}
        </>
      ) : (
        <span className="own">
          <b>
            Your own: {present} of {room} points
          </b>
          <button type="button" aria-pressed={editing} onClick={() => setEditing(!editing)}>
            {editing ? "Done" : "Edit points"}
          </button>
          <button
            type="button"
            onClick={() => {
              setEditing(false);
              look({ own: "" });
            }}
          >
            Test clouds
          </button>
        </span>
      )}
      <OwnPoints dimension={dimension} room={room} />
      {sampled && (
        <span className="name">
          <label>
            <input
              type="checkbox"
              checked={needles === "shown"}
              onChange={(event) => look({ needles: event.target.checked ? "shown" : "hidden" })}
            />
            <span>{drawn}</span>
          </label>
          <Explain beside={drawn}>{viewFields.needles.help}</Explain>
        </span>
      )}
    </>
  );
}

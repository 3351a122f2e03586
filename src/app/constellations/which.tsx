import { lifts } from "../../config/models.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { viewFields } from "../../config/view.ts";
import { groupOf } from "../../lie/registry.ts";
import { Explain } from "../panels/explain.tsx";
import { Stepper } from "../panels/stepper.tsx";
import { useConfig } from "../stores/config-store.ts";
import { look, useParts } from "../stores/view-store.ts";

/** Which cloud is looked at, and whether its lifted elements are drawn. */
export function Which() {
  const { cloud, needles } = useParts("cloud", "needles");
  const config = useConfig((state) => state.config);
  const sampled = lifts(config) && groupOf(config).stabiliser.kind !== "trivial";
  const drawn = dimensionOf(config) === 2 ? "Needles" : "Triads";
  return (
    <>
      <Stepper
        name="cloud"
        value={((cloud - 1) % config.tests) + 1}
        max={config.tests}
        go={(to) => look({ cloud: to })}
      />
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

import { lifts } from "../../config/models.ts";
import { HeadMaps } from "../attention/head-maps.tsx";
import { chosenHead } from "../attention/heads.ts";
import { useConfig } from "../stores/config-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { useCloud } from "./cloud.ts";

/** What the query point attends to, for every layer and head; the chosen one is drawn in the picture. */
export function AttentionPanel() {
  const { layer, head, colour } = useParts("layer", "head", "colour");
  const config = useConfig((state) => state.config);
  const cloud = useCloud();
  if (!lifts(config)) return null;
  const maps = cloud.attention.moved;
  const shown = chosenHead(cloud.attention.original, cloud.mask, { layer, head });
  return (
    <section className="panel attention" aria-label="Attention">
      <div className="row">
        <h2>What the query point attends to</h2>
        <label>
          <span>Colour by</span>
          <select value={colour} onChange={(event) => look({ colour: event.target.value as "pattern" | "attention" })}>
            <option value="pattern">pattern</option>
            <option value="attention">attention</option>
          </select>
        </label>
      </div>
      <p className="note">
        Click a point to see which points it attends to. Each box is one head, a bar is one point,{" "}
        <b className="positive">positive</b> or <b className="negative">negative</b>; choose one to draw. A pale box
        counts all points the same.
        {config.kept < 1 &&
          " After half of the layers only the points with the highest scores go on: of the others bars are missing, and where the query has gone its boxes are empty."}
      </p>
      <HeadMaps layers={config.layers} heads={config.heads} maps={maps} mask={cloud.mask} shown={shown} />
    </section>
  );
}

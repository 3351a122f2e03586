import { lifts } from "../../config/models.ts";
import type { View } from "../../config/view.ts";
import { elementOf } from "../../molecules/elements.ts";
import type { MoleculeProbe } from "../../tasks/molecules/probe.ts";
import { HeadMaps } from "../attention/head-maps.tsx";
import { chosenHead } from "../attention/heads.ts";
import { useConfig } from "../stores/config-store.ts";
import { useParts } from "../stores/view-store.ts";
import { useLooked } from "./looked.ts";

const everyAtom = ({ z }: { readonly z: Uint8Array }): Float32Array => new Float32Array(z.length).fill(1);

/** Weights of the chosen head, or of the one that tells atoms apart most; null where there are none. */
export function shownRow(probe: MoleculeProbe, chosen: Pick<View, "layer" | "head">): readonly number[] | null {
  const { original, moved } = probe.attention;
  const { layer, head } = chosenHead(original, everyAtom(probe.molecule), chosen);
  return moved[layer - 1]?.[head - 1] ?? null;
}

/** What the chosen atom attends to, for every layer and head. */
export function AttentionPanel() {
  const config = useConfig((state) => state.config);
  const chosen = useParts("layer", "head", "point");
  const looked = useLooked();
  if (!lifts(config) || !looked) return null;
  const { probe, z } = looked;
  const query = chosen.point < z.length ? chosen.point : 0;
  return (
    <section className="panel attention" aria-label="Attention">
      <h2>
        What {elementOf(z[query] as number).name} {query + 1} attends to
      </h2>
      <p className="note">
        Click an atom to see which it attends to. Each box is one head, a bar is one atom,{" "}
        <b className="positive">positive</b> or <b className="negative">negative</b>; choose one to draw. A pale box
        counts all atoms the same.
      </p>
      <HeadMaps
        layers={config.layers}
        heads={config.heads}
        maps={probe?.attention.moved ?? []}
        mask={everyAtom(looked)}
        shown={chosenHead(probe?.attention.original ?? [], everyAtom(looked), chosen)}
      />
    </section>
  );
}

import { memo } from "react";
import { lifts } from "../../config/models.ts";
import { useConfig } from "../stores/config-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { useCloud } from "./cloud.ts";
import { chosenHead, isUniform } from "./heads.ts";

const HEIGHT = 20;

interface BarsProps {
  readonly weights: readonly number[];
  readonly mask: Float32Array;
}

/** Shares of the largest weight that cannot be told apart at a bar's height. */
const VISIBLE = 1 / 200;

/** Whether bars would look the same: while an equivariant network's input is moved its weights change by rounding only. */
function looksSame(before: BarsProps, after: BarsProps): boolean {
  if (before.weights.length !== after.weights.length) return false;
  const largest = Math.max(...before.weights.map(Math.abs), Number.MIN_VALUE);
  return before.weights.every(
    (weight, k) =>
      before.mask[k] === after.mask[k] && Math.abs(weight - (after.weights[k] as number)) < VISIBLE * largest,
  );
}

/** Weights over the points as bars about a middle line: one path for each sign. */
const Bars = memo(function Bars({ weights, mask }: BarsProps) {
  const shown = weights.filter((_, k) => mask[k] === 1);
  const largest = Math.max(...shown.map(Math.abs), Number.MIN_VALUE);
  const negative = shown.some((weight) => weight < 0);
  const base = negative ? HEIGHT / 2 : HEIGHT;
  const bar = (weight: number, k: number) => {
    const height = (Math.abs(weight) / largest) * base;
    return `M${k + 0.15} ${base}h.7v${weight < 0 ? height : -height}h-.7z`;
  };
  const path = (wanted: (weight: number) => boolean) =>
    shown.map((weight, k) => (wanted(weight) ? bar(weight, k) : "")).join("");
  return (
    <svg viewBox={`0 0 ${shown.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path className="positive" d={path((weight) => weight >= 0)} />
      <path className="negative" d={path((weight) => weight < 0)} />
    </svg>
  );
}, looksSame);

/** What the query point attends to, for every layer and head; the chosen one is drawn in the picture. */
export function AttentionPanel() {
  const { layer, head, colour } = useParts("layer", "head", "colour");
  const config = useConfig((state) => state.config);
  const cloud = useCloud();
  if (!lifts(config)) return null;
  const maps = cloud.attention.moved;
  const shown = chosenHead(cloud.attention.original, cloud.mask, { layer, head });
  const { layers, heads } = config;
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
      </p>
      <div
        className="maps"
        style={{ gridTemplateColumns: `auto repeat(${heads}, 1fr)` }}
        role="radiogroup"
        aria-label="Layer and head"
      >
        {Array.from({ length: layers }, (_, l) => [
          // biome-ignore lint/suspicious/noArrayIndexKey: layers and heads are told apart by their index.
          <span key={`layer ${l}`} className="number label">
            L{l + 1}
          </span>,
          ...Array.from({ length: heads }, (_, h) => {
            const chosen = shown.layer === l + 1 && shown.head === h + 1;
            const weights = maps[l]?.[h];
            const uniform = weights !== undefined && isUniform(weights, cloud.mask);
            return (
              <label
                // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                key={`${l} ${h}`}
                className={["map", chosen ? "chosen" : "", uniform ? "uniform" : ""].join(" ").trim()}
              >
                <input
                  type="radio"
                  name="attention map"
                  checked={chosen}
                  onChange={() => look({ layer: l + 1, head: h + 1 })}
                  aria-label={`Layer ${l + 1}, head ${h + 1}${uniform ? ", uniform" : ""}`}
                />
                {weights ? <Bars weights={weights} mask={cloud.mask} /> : null}
              </label>
            );
          }),
        ])}
      </div>
    </section>
  );
}

import "./head-maps.css";
import { memo } from "react";
import { look } from "../stores/view-store.ts";
import { isUniform } from "./heads.ts";

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

interface HeadMapsProps {
  readonly layers: number;
  readonly heads: number;
  /** Weights of the query, [layers][heads][n]; empty before there are any. */
  readonly maps: readonly (readonly (readonly number[])[])[];
  readonly mask: Float32Array;
  /** Layer and head that are drawn, from 1. */
  readonly shown: { readonly layer: number; readonly head: number };
}

/** A box of bars for every layer and head, one of which is chosen. */
export function HeadMaps({ layers, heads, maps, mask, shown }: HeadMapsProps) {
  return (
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
          const uniform = weights !== undefined && isUniform(weights, mask);
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
              {weights ? <Bars weights={weights} mask={mask} /> : null}
            </label>
          );
        }),
      ])}
    </div>
  );
}

import { type GeoPermissibleObjects, geoDistance, geoGraticule10, geoOrthographic, geoPath } from "d3-geo";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/land-110m.json";
import { mapped } from "../../lie/motion.ts";
import { rotationMatrix } from "../../lie/quaternion.ts";
import { colourOf } from "../palette.ts";
import { arcStyle, useAttended } from "./attended.ts";

const SIZE = 440;
const MARGIN = 8;
/** Degrees that an arrow key turns, and that a pixel of dragging does. */
const KEY_TURN = 10;
const DRAG_TURN = 0.4;

const topology = atlas as unknown as Topology<{ land: GeometryCollection }>;
/** Natural Earth's coasts, 1 : 110 million. */
const land: GeoPermissibleObjects = feature(topology, topology.objects.land);
const meridians = geoGraticule10();

type Degrees = [longitude: number, latitude: number];
const DEGREE = Math.PI / 180;
const degreesOf = ([x, y, z]: readonly number[]): Degrees => [
  Math.atan2(y as number, x as number) / DEGREE,
  Math.asin(Math.min(1, Math.max(-1, z as number))) / DEGREE,
];

/** Where events lie, and what the one that is looked at attends to. Dragging turns the globe for the eye alone. */
export function Globe() {
  const attended = useAttended();
  const [looked, setLooked] = useState<Degrees | null>(null);
  const held = useRef<{ readonly from: Degrees; readonly x: number; readonly y: number } | null>(null);
  if (!attended?.sequence.places) return null;
  const { request, sequence, query, weights, nameOf, title } = attended;
  const given = attended.sequence.places;
  const places = given.map(degreesOf);
  const linear = rotationMatrix(request.rotation);
  const turned = given.map((place) => degreesOf(mapped(place, linear)));
  const own = places[query] as Degrees;
  const centre = looked ?? own;
  const turnTo = ([longitude, latitude]: Degrees) =>
    setLooked([((((longitude + 180) % 360) + 360) % 360) - 180, Math.min(90, Math.max(-90, latitude))]);
  const projection = geoOrthographic()
    .rotate([-centre[0], -centre[1]])
    .fitExtent(
      [
        [MARGIN, MARGIN],
        [SIZE - MARGIN, SIZE - MARGIN],
      ],
      { type: "Sphere" },
    );
  const path = geoPath(projection);
  const drawn = (object: GeoPermissibleObjects) => path(object) ?? undefined;
  const seen = (place: Degrees) => geoDistance(place, centre) < Math.PI / 2;
  const keys: Readonly<Record<string, Degrees>> = {
    ArrowLeft: [-KEY_TURN, 0],
    ArrowRight: [KEY_TURN, 0],
    ArrowUp: [0, KEY_TURN],
    ArrowDown: [0, -KEY_TURN],
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = keys[event.key];
    if (!by) return;
    event.preventDefault();
    turnTo([centre[0] + by[0], centre[1] + by[1]]);
  };
  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = { from: centre, x: event.clientX, y: event.clientY };
  };
  const onPointerMove = ({ clientX, clientY }: PointerEvent) => {
    if (!held.current) return;
    const { from, x, y } = held.current;
    turnTo([from[0] - DRAG_TURN * (clientX - x), from[1] + DRAG_TURN * (clientY - y)]);
  };
  const letGo = () => {
    held.current = null;
  };
  return (
    <section className="panel globe" aria-label="Globe">
      <svg
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys turn it, as dragging does.
        tabIndex={0}
        aria-label={`Places of ${places.length} earthquakes; arcs show what event ${query + 1}, ${nameOf(sequence.types[query] as number)}, attends to in ${title}. Arrow keys turn the globe.`}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={letGo}
        onPointerCancel={letGo}
      >
        <path className="sea" d={drawn({ type: "Sphere" })} />
        <path className="meridians" d={drawn(meridians)} />
        <path className="land" d={drawn(land)} />
        {weights
          .filter(({ key }) => key !== query)
          .map(({ key, weight, share }) => (
            <path
              key={key}
              className={weight < 0 ? "arc less" : "arc"}
              d={drawn({ type: "LineString", coordinates: [own, places[key] as Degrees] })}
              style={arcStyle(share)}
            />
          ))}
        {turned
          .map((place, k) => ({ place, k }))
          .map(({ place, k }) => {
            if (!seen(place)) return null;
            const [x, y] = projection(place) as [number, number];
            return (
              <circle key={k} className="turned" cx={x} cy={y} r={5} stroke={colourOf(sequence.types[k] as number)} />
            );
          })}
        {places
          .map((place, k) => ({ place, k }))
          .map(({ place, k }) => {
            if (!seen(place)) return null;
            const [x, y] = projection(place) as [number, number];
            const type = sequence.types[k] as number;
            const asked = k === places.length - 1;
            return (
              <g key={k} className={k === query ? "event query" : "event"} transform={`translate(${x} ${y})`}>
                <title>{asked ? "The one that comes next" : `Event ${k + 1}: ${nameOf(type)}`}</title>
                <circle
                  r={k === query ? 10 : 8}
                  fill={asked ? undefined : colourOf(type)}
                  className={asked ? "asked" : undefined}
                />
                <text dy="0.36em">{asked ? "?" : type + 1}</text>
              </g>
            );
          })}
      </svg>
      <div className="row">
        <span className="note">
          Rings are the same places on the turned globe, where the networks are asked again. Drag the globe, or use
          arrow keys, to look at another side of it.
        </span>
        <button type="button" className="small" disabled={looked === null} onClick={() => setLooked(null)}>
          Back to the event
        </button>
      </div>
    </section>
  );
}

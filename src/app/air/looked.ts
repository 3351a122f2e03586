import type { AirProbe } from "../../tasks/air/probe.ts";

/** Entry of an hour, station and measurement in a window, [T, stations, measurements]. */
export const entryOf = ({ stations, columns }: AirProbe, hour: number, station: number, m: number): number =>
  (hour * stations.length + station) * columns.length + m;

export const hoursOf = ({ window, stations, columns }: AirProbe): number =>
  window.values.length / (stations.length * columns.length);

/** A standardised value in the measurement's unit. */
const inUnit = ({ mean, deviation }: AirProbe, value: number, m: number): number =>
  value * (deviation[m] as number) + (mean[m] as number);

/** The same where a concentration is drawn: none is below zero. */
export const concentration = (probe: AirProbe, value: number, m: number): number =>
  Math.max(0, inUnit(probe, value, m));

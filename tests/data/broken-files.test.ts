import { describe, expect, test } from "vitest";
import { readAir } from "../../src/data/air.ts";
import { readBadges } from "../../src/data/badges.ts";
import { readEarthquakes, regionNames } from "../../src/data/earthquakes.ts";
import { readCollection } from "../../src/data/graphs.ts";
import { BrokenFileError } from "../../src/data/packed-file.ts";

const square = { y: 0, x: [0, 1, 0, 1], e: [0, 1, 1, 2, 2, 3, 0, 3] };
const collection = (changes: object, first: object = {}) =>
  JSON.stringify({
    name: "squares",
    classes: [-1, 1],
    nodeLabels: ["a", "b"],
    graphs: [{ ...square, ...first }, square, { ...square, y: 1 }, { ...square, y: 1 }],
    ...changes,
  });

describe("a collection of graphs", () => {
  test("is read as it is", () => {
    const { graphs, classes, labels } = readCollection("squares.json", collection({}));
    expect({ classes, labels }).toEqual({ classes: 2, labels: 2 });
    expect(graphs[2]).toEqual({ kind: 1, labels: square.x, edges: square.e });
  });

  test.each([
    ["without edges", collection({}, { e: [] }), "graph 1 of 4 has no edges"],
    ["without nodes", collection({}, { x: [], e: [] }), "graph 1 of 4 has no nodes"],
    ["with an unknown label", collection({}, { x: [0, 7, 0, 1] }), "gives node 1 the label 7; there are 2"],
    ["of an unknown class", collection({}, { y: 4 }), "is of class 4; there are 2"],
    ["that joins what is not there", collection({}, { e: [0, 9] }), "joins node 9, but has 4"],
    ["that joins a node to itself", collection({}, { e: [2, 2] }), "joins node 2 to itself"],
    ["that joins two nodes twice", collection({}, { e: [0, 1, 1, 0] }), "joins nodes 1 and 0 twice"],
    ["with half an edge", collection({}, { e: [0, 1, 2] }), "lists 3 ends of edges"],
    ["of one class", collection({ classes: [1] }), "nothing to tell apart"],
    ["cut short", collection({}).slice(0, 80), "cut short"],
    ["of something else", `{"graphs": 7}`, "is no collection of graphs"],
  ])("%s is refused in words", (_, text, words) => {
    expect(() => readCollection("squares.json", text)).toThrow(BrokenFileError);
    expect(() => readCollection("squares.json", text)).toThrow(words);
    expect(() => readCollection("squares.json", text)).toThrow("squares.json");
  });
});

describe("a file of badges", () => {
  const file = (types: number[], seconds: number[]) =>
    JSON.stringify({ badges: { 3: "Guru", 9: "Critic" }, users: [[types, seconds]] });

  test("is read as days since the first", () => {
    const { names, users } = readBadges("badges.json", file([9, 3, 3], [1e9, 86_400, 0]));
    expect(names).toEqual(["Guru", "Critic"]);
    expect(users[0]).toEqual({ types: [1, 0, 0], times: [0, 1, 1] });
  });

  test.each([
    ["times that go back", file([3, 9, 3], [1e9, 60, -120]), "at badge 3 of user 1 of 1 time goes back by 120 seconds"],
    ["an unknown badge", file([3, 4], [1e9, 60]), "badge 2 of user 1 of 1 has the unknown id 4"],
    ["fewer times than badges", file([3, 9], [1e9]), "2 badges and 1 times"],
    ["a single badge", file([3], [1e9]), "two are the least"],
  ])("with %s is refused in words", (_, text, words) => {
    expect(() => readBadges("badges.json", text)).toThrow(BrokenFileError);
    expect(() => readBadges("badges.json", text)).toThrow(words);
  });
});

describe("a file of measurements", () => {
  const about = (shape: number[], changes: object = {}) =>
    JSON.stringify({
      shape,
      missing: -32_768,
      divide_by: [1, 10],
      columns: ["PM10", "TEMP"],
      units: ["ug/m3", "degC"],
      stations: [
        ["North", 116, 40],
        ["South", 116, 39],
      ],
      ...changes,
    });
  const bytes = (numbers: number[]) => new Uint8Array(Int16Array.from(numbers).buffer);

  test("is read in its units, with gaps", () => {
    const { values, stations } = readAir("hours", about([2, 2, 2]), bytes([1, 20, 3, -32_768, 5, 60, 7, 80]));
    expect(Array.from(values)).toEqual([1, 2, 3, Number.NaN, 5, 6, 7, 8]);
    expect(stations[1]).toEqual({ name: "South", longitude: 116, latitude: 39 });
  });

  test.each([
    ["cut short", about([2, 2, 2]), bytes([1, 2, 3]), "is cut short or too long: 6 bytes, not the 16"],
    [
      "with an axis of one",
      about([2, 1, 2], { stations: [["North", 116, 40]] }),
      bytes([1, 2, 3, 4]),
      "has an axis of one",
    ],
    [
      "with too few names",
      about([2, 2, 2], { columns: ["PM10"] }),
      bytes([1, 2, 3, 4, 5, 6, 7, 8]),
      "names 1 columns, but has 2",
    ],
    ["without a description", "{}", bytes([]), "has no description"],
  ])("%s is refused in words", (_, text, data, words) => {
    expect(() => readAir("hours", text, data)).toThrow(BrokenFileError);
    expect(() => readAir("hours", text, data)).toThrow(words);
  });
});

describe("a feed of earthquakes", () => {
  type Row = [number, number | null, string, string, number, number, number | null];
  const first: Row = [0, 1.2, "ci", "earthquake", -117, 36, 0.8];
  const second: Row = [7200, null, "xx", "earthquake", 90, 0, null];
  const feed = (rows: readonly Row[], cols = ["t_s", "mag", "net", "type", "lon", "lat", "depth_km"]) =>
    JSON.stringify({ cols, rows });

  test("is read as hours, regions and places on the sphere; explosions are left out", () => {
    const [a, b, ...more] = readEarthquakes("week.json", feed([first, [60, 1, "ci", "explosion", 0, 0, 0], second]));
    expect(more).toEqual([]);
    expect(a).toMatchObject({ time: 0, region: regionNames.indexOf("Southern California") });
    expect(b).toMatchObject({ time: 2, region: regionNames.indexOf("elsewhere") });
    expect(b?.place[1]).toBeCloseTo(1, 12);
  });

  test.each([
    ["with times that decrease", feed([second, first]), "event 2 of 2 comes 7200 seconds before the one before it"],
    ["with a place off the globe", feed([first, second.with(5, 91) as Row]), "event 2 of 2 lies at latitude 91"],
    ["with a longitude beyond 180", feed([first, second.with(4, -200) as Row]), "event 2 of 2 lies at longitude -200"],
    ["with other columns", feed([first, second], ["t_s", "net"]), "its columns are t_s, net"],
    ["of one event", feed([first]), "two are the least"],
    ["cut short", feed([first, second]).slice(0, 90), "cut short"],
  ])("%s is refused in words", (_, text, words) => {
    expect(() => readEarthquakes("week.json", text)).toThrow(BrokenFileError);
    expect(() => readEarthquakes("week.json", text)).toThrow(words);
  });
});

import { afterEach, describe, expect, test, vi } from "vitest";
import { Choice } from "../../src/storage/choice.ts";
import { Shelf } from "../../src/storage/shelf.ts";

afterEach(() => vi.unstubAllGlobals());

const refused = (): never => {
  throw new DOMException("The operation is insecure.", "SecurityError");
};

/** A request that is answered later: with an error, or never. */
const request = (error: DOMException | null) => {
  const made: { error: DOMException | null; onerror?: () => void } = { error };
  if (error) setTimeout(() => made.onerror?.(), 1);
  return made;
};

/** Databases as browsers refuse them. */
const refusals: readonly (readonly [string, unknown])[] = [
  ["is absent", undefined],
  ["is null", null],
  ["throws at once", { open: refused }],
  ["refuses later", { open: () => request(new DOMException("", "UnknownError")) }],
  [
    "is full",
    {
      open: () => {
        const made: { result?: unknown; onsuccess?: () => void } = {};
        const full = { error: new DOMException("The disk is full.", "QuotaExceededError") };
        const transaction: { error: unknown; onabort?: () => void; objectStore: () => unknown } = {
          ...full,
          objectStore: () => ({ transaction, put: () => setTimeout(() => transaction.onabort?.(), 1), get: refused }),
        };
        made.result = { transaction: () => transaction };
        setTimeout(() => made.onsuccess?.(), 1);
        return made;
      },
    },
  ],
];

describe("where IndexedDB", () => {
  test.each(refusals)("%s, values last as long as the page, and it is told once", async (_, indexedDB) => {
    vi.stubGlobal("indexedDB", indexedDB);
    const reasons: string[] = [];
    const shelf = new Shelf<number>("database", "store", (reason) => reasons.push(reason));
    await shelf.set("a", 1);
    await shelf.set("b", 2);
    expect(await shelf.get("a")).toBe(1);
    expect([...(await shelf.entries()).values()]).toEqual([1, 2]);
    await shelf.delete("a");
    expect(await shelf.get("a")).toBeUndefined();
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).not.toBe("");
  });

  test("never answers, nothing waits for ever", async () => {
    vi.useFakeTimers();
    vi.stubGlobal("indexedDB", { open: () => request(null) });
    const shelf = new Shelf<number>("database", "store", () => {});
    const [set, read] = [shelf.set("a", 1), shelf.get("b")];
    await vi.runAllTimersAsync();
    expect(await read).toBeUndefined();
    await set;
    expect(await shelf.get("a")).toBe(1);
    vi.useRealTimers();
  });
});

describe("a choice", () => {
  test.each([
    ["absent", { get: () => undefined }],
    ["forbidden", { get: refused }],
    ["full", { value: { getItem: () => null, setItem: refused } }],
  ])("goes without localStorage where that is %s", (_, descriptor) => {
    const before = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
    Object.defineProperty(globalThis, "localStorage", { configurable: true, ...descriptor });
    const told = vi.fn();
    const choice = new Choice("theme", told);
    expect(choice.read()).toBeNull();
    choice.write("dark");
    expect(told).toHaveBeenCalled();
    Object.defineProperty(globalThis, "localStorage", before ?? { configurable: true, value: undefined });
  });
});

import * as Comlink from "comlink";
import { expect, test } from "vitest";
import { carryFaults } from "../../src/faults/across-workers.ts";
import { Fault, kindOf } from "../../src/faults/fault.ts";

carryFaults();

test("a fault crosses the border of a worker with its kind, figure, limit and remedy; other errors as ever", async () => {
  const { port1, port2 } = new MessageChannel();
  const data = {
    kind: "room",
    what: "It needs 9 bytes.",
    figure: 9,
    limit: 8,
    remedy: "Take a smaller batch.",
  } as const;
  const failing = {
    fault: () => {
      throw new Fault(data);
    },
    other: () => {
      throw new TypeError("something else");
    },
  };
  Comlink.expose(failing, port1);
  const remote = Comlink.wrap<Record<"fault" | "other", () => void>>(port2);
  const fault = await remote.fault().catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(Fault);
  expect((fault as Fault).data).toEqual(data);
  expect((fault as Fault).message).toBe("It needs 9 bytes. Take a smaller batch.");
  const other = await remote.other().catch((error: unknown) => error);
  expect(kindOf(other)).toBeNull();
  expect(other).toMatchObject({ name: "TypeError", message: "something else" });
  port1.close();
  port2.close();
});

import { type TransferHandler, transferHandlers } from "comlink";
import { Fault, type FaultData } from "./fault.ts";

interface Thrown {
  readonly value: unknown;
}

/** Lets faults cross the border of a worker whole; to be called at both ends, before anything is sent. */
export function carryFaults(): void {
  const plain = transferHandlers.get("throw") as TransferHandler<Thrown, unknown>;
  transferHandlers.set("throw", {
    canHandle: (value): value is Thrown => plain.canHandle(value),
    serialize: (thrown: Thrown) =>
      thrown.value instanceof Fault ? [{ fault: thrown.value.data }, []] : plain.serialize(thrown),
    deserialize(sent: { readonly fault?: FaultData }) {
      if (sent.fault) throw new Fault(sent.fault);
      return plain.deserialize(sent);
    },
  });
}

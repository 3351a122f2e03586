import * as Comlink from "comlink";
import { useEffect, useMemo } from "react";
import { create } from "zustand";
import type { ParticleSystem, State } from "../../tasks/particles/systems.ts";
import type { Truths } from "../../tasks/particles/truth-worker.ts";
import { reasonOf } from "../../text/reason.ts";

/** The states of a true motion, or why it cannot be followed. */
type TrueMotion = { readonly states: readonly State[] } | { readonly refusal: string };

interface Question {
  readonly system: ParticleSystem;
  readonly start: State;
  /** States, the first one included. */
  readonly span: number;
}

/** Answers that are kept: what is looked at, what the engine's last answer is about, and what one may come back to. */
const MOST_ANSWERS = 12;

const useAnswers = create<{ readonly known: ReadonlyMap<string, TrueMotion> }>()(() => ({ known: new Map() }));

/** What is looked at, by whoever looks, the newest last. */
const wanted = new Map<object, Question & { readonly key: string }>();
let asking = false;
let truths: Comlink.Remote<Truths> | null = null;

/** The worker starts when the first motion is asked for. */
function worker(): Comlink.Remote<Truths> {
  truths ??= Comlink.wrap<Truths>(
    new Worker(new URL("../../tasks/particles/truth-worker.ts", import.meta.url), { type: "module", name: "truth" }),
  );
  return truths;
}

/** Files an answer; the oldest that nobody looks at give way. */
function file(key: string, motion: TrueMotion): void {
  const known = new Map(useAnswers.getState().known).set(key, motion);
  const looked = new Set([...wanted.values()].map((question) => question.key));
  const idle = [...known.keys()].filter((old) => !looked.has(old));
  for (const old of idle.slice(0, Math.max(0, known.size - MOST_ANSWERS))) known.delete(old);
  useAnswers.setState({ known });
}

/** Asks one question after the other, the newest first; those that nobody waits for any more are passed over. */
async function ask(): Promise<void> {
  if (asking) return;
  asking = true;
  const open = () => [...wanted.values()].findLast(({ key }) => !useAnswers.getState().known.has(key));
  for (let question = open(); question; question = open()) {
    const { key, system, start, span } = question;
    try {
      file(key, { states: await worker().trueMotion(system, start, 0, span) });
    } catch (error) {
      file(key, { refusal: reasonOf(error) });
    }
  }
  asking = false;
}

/** The true motion from a start; null until it is known. */
export function useTrueMotion({ system, start, span }: Question): TrueMotion | null {
  const key = useMemo(() => JSON.stringify([system, Array.from(start), span]), [system, start, span]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says it all.
  useEffect(() => {
    const whoever = {};
    wanted.set(whoever, { key, system, start, span });
    void ask();
    return () => {
      wanted.delete(whoever);
    };
  }, [key]);
  return useAnswers(({ known }) => known.get(key) ?? null);
}

import { create } from "zustand";
import { Choice } from "../storage/choice.ts";
import { noteRefusal } from "./stores/storage-store.ts";

type Theme = "light" | "dark";

interface ThemeState {
  readonly system: Theme;
  /** The visitor's own, of this visit or an earlier one. */
  readonly chosen: Theme | null;
}

const kept = new Choice("theme", noteRefusal);
const useStore = create<ThemeState>()(() => ({ system: "light", chosen: null }));
const themeOf = ({ system, chosen }: ThemeState): Theme => chosen ?? system;

/** Shows the visitor's theme, or the system's; to be called once, before anything is drawn. */
export function openTheme(): void {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const text = kept.read();
  useStore.subscribe((state) => {
    document.documentElement.dataset.theme = themeOf(state);
  });
  useStore.setState({
    system: dark.matches ? "dark" : "light",
    chosen: text === "light" || text === "dark" ? text : null,
  });
  dark.addEventListener("change", ({ matches }) => useStore.setState({ system: matches ? "dark" : "light" }));
}

/** The system's theme until the visitor chooses one. */
export const useTheme = (): Theme => useStore(themeOf);

export function toggleTheme(): void {
  const chosen: Theme = themeOf(useStore.getState()) === "dark" ? "light" : "dark";
  kept.write(chosen);
  useStore.setState({ chosen });
}

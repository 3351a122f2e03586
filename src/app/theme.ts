import { create } from "zustand";

type Theme = "light" | "dark";

const KEY = "theme";
const preference = window.matchMedia("(prefers-color-scheme: dark)");
const system = (): Theme => (preference.matches ? "dark" : "light");

function chosen(): Theme | null {
  const stored = localStorage.getItem(KEY);
  return stored === "light" || stored === "dark" ? stored : null;
}

const useStore = create<{ theme: Theme }>()(() => ({ theme: chosen() ?? system() }));

const show = ({ theme }: { theme: Theme }) => {
  document.documentElement.dataset.theme = theme;
};
show(useStore.getState());
useStore.subscribe(show);
preference.addEventListener("change", () => {
  if (!chosen()) useStore.setState({ theme: system() });
});

/** The system's theme until the visitor chooses one. */
export const useTheme = (): Theme => useStore((state) => state.theme);

export function toggleTheme(): void {
  const theme: Theme = useStore.getState().theme === "dark" ? "light" : "dark";
  localStorage.setItem(KEY, theme);
  useStore.setState({ theme });
}

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

/** After a first visit the page opens without a network, and can be installed: everything it is made of is kept. */
const offline = VitePWA({
  // A newer version waits for the next visit: one that trains keeps the files that it began with.
  registerType: "prompt",
  workbox: {
    globPatterns: [
      "**/*.{html,js,css,svg,json,csv,safetensors,woff2}",
      "data/qm9/sample-*.gz",
      "data/tu/*.gz",
      "data/stackoverflow/*.gz",
      "data/beijing-air/*.gz",
      "data/earthquakes/*.gz",
    ],
    // Chemistry loads when a molecule is brought.
    globIgnores: ["**/openchemlib-*.js", "**/resources-*.json"],
    // Three.js is the largest file.
    maximumFileSizeToCacheInBytes: 4_000_000,
  },
  manifest: {
    name: "LieTransformer Playground",
    short_name: "LieTransformer",
    description: "Train and inspect equivariant attention in a browser tab, on WebGPU.",
    start_url: ".",
    display: "standalone",
    background_color: "#f4f4f6",
    theme_color: "#3f37b8",
    icons: [{ src: "icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
  },
});

export default defineConfig({
  // Relative addresses: the built page works from any folder of any server.
  base: "./",
  plugins: [react(), offline],
  worker: { format: "es" },
  build: { target: "es2024", chunkSizeWarningLimit: 1600 },
});

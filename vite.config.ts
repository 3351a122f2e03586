import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  // Relative addresses: the built page works from any folder of any server.
  base: "./",
  plugins: [react()],
  worker: { format: "es" },
  build: { target: "es2024", chunkSizeWarningLimit: 1600 },
});

import { vitePlugin as remix } from '@remix-run/dev'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [
    tailwindcss(),
    remix({
      future: {
        v3_fetcherPersist: true,
        v3_lazyRouteDiscovery: true,
        v3_relativeSplatPath: true,
        v3_singleFetch: true,
        v3_throwAbortReason: true,
      },
    }),
  ],
  // Inlined font slices would swell the stylesheet, and a strict content policy would refuse them.
  build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 700, reportCompressedSize: false, target: 'es2022' },
  // In the server's one file, what consists of hundreds: reading them is most of what a start takes.
  ssr: { noExternal: ['apache-arrow', 'echarts', 'zrender'] },
  // Vite's dependency scan cannot read DuckDB's .node files.
  optimizeDeps: { exclude: ['@duckdb/node-api', '@duckdb/node-bindings'] },
})

/**
 * The program as a few files instead of two thousand: a gateway answers soonest when it reads least.
 * What is loaded only on demand, or is native, stays where npm put it.
 */
import { defineConfig } from 'rolldown';

export default defineConfig({
  input: { collectgraph: 'src/cli.ts', gateway: 'src/server/main.ts', worker: 'src/server/workers/worker.ts' },
  platform: 'node',
  external: [/^node:/, /^@?libsql/, /^ioredis/, /^@opentelemetry\//, /^prom-client/],
  logLevel: 'warn',
  // As deep as the compiled sources, so that `schema/` and `package.json` are found from either.
  output: { dir: 'dist/bin', format: 'esm', chunkFileNames: '[name].js', cleanDir: true },
});

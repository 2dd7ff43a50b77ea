/**
 * The program as a few files instead of two thousand: a gateway answers soonest when it reads least.
 * What is loaded only on demand, or is native, stays where npm put it. `src/bin` loads what is written here.
 */
import { defineConfig } from 'rolldown';

export default defineConfig({
  input: { cli: 'src/cli/here.ts', gateway: 'src/server/main.ts', worker: 'src/server/workers/worker.ts' },
  platform: 'node',
  external: [/^node:/, /^@?libsql/, /^ioredis/, /^@opentelemetry\//, /^prom-client/],
  logLevel: 'warn',
  output: {
    // As deep as the compiled sources, so that `schema/` and `package.json` are found from either.
    dir: 'dist/program', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs', cleanDir: true,
    // Scripts, not modules: V8 can be handed what it compiled of them before. They have no import of their own.
    format: 'cjs', dynamicImportInCjs: false,
    // Names and lines stay, so that a stack trace can be read.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
    comments: false,
    plugins: [{ name: 'ascii', generateBundle: (_, files) => void Object.values(files).forEach((file) => (file.code = ascii(file.code))) }],
  },
});

/** V8 keeps a text that is all ASCII in half the memory: what is not is written as an escape. */
function ascii(code) {
  if (/\\[^\x00-\x7f]|String\.raw`[^`]*[^\x00-\x7f`]/.test(code)) throw new Error('A character that is not ASCII stands where an escape would mean something else.');
  return code.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * Lets a process of its own run the sources as they stand: `node --import <this file> <entry>.ts`. Types are
 * stripped by swc while modules are loaded, as the test runner does it; nothing has to be built before.
 */
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { transformFileSync } from '@swc/core';
import { fileURLToPath } from 'node:url';

// Hooks run in a thread of their own, which loads this file again.
if (isMainThread) register(import.meta.url);

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const { code } = transformFileSync(fileURLToPath(url), { swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } });
  return { format: 'module', source: code, shortCircuit: true };
}

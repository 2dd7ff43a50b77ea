import { availableParallelism } from 'node:os';

/** Tests are TypeScript modules, run as ES modules; swc only strips the types. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } }],
  },
  // Packages of the bench's own, with names of ours among them.
  modulePathIgnorePatterns: ['<rootDir>/test/bench/peers/node_modules'],
  injectGlobals: false,
  // Much of a suite's time is waiting for processes and limits: three side by side, also where there are two cores.
  maxWorkers: Math.max(3, availableParallelism() - 1),
  testTimeout: 30_000,
};

import { describe, expect, it } from '@jest/globals';
import { isAtLeast, next, printVersion, readVersion } from '../../../src/cli/versions.ts';

describe('versions', () => {
  it.each(['1.2.3', '0.0.0', '10.20.30'])('reads %s', (text) => expect(printVersion(readVersion(text)!)).toBe(text));
  it.each(['', '1.2', '1.2.3-beta', 'v1.2.3', '01.2.3', '1.2.3.4', undefined])('does not read %s', (text) => expect(readVersion(text)).toBeUndefined());

  it.each([
    ['1.2.3', 'major', '2.0.0'],
    ['1.2.3', 'minor', '1.3.0'],
    ['1.2.3', 'patch', '1.2.4'],
    ['1.2.3', 'none', '1.2.3'],
    ['0.2.3', 'major', '0.3.0'],
    ['0.2.3', 'minor', '0.2.4'],
    ['0.2.3', 'patch', '0.2.4'],
  ] as const)('after %s a %s step leads to %s', (from, bump, to) => expect(printVersion(next(readVersion(from)!, bump))).toBe(to));

  it.each([
    ['1.2.3', '1.2.3', true],
    ['1.10.0', '1.9.0', true],
    ['1.2.3', '1.2.4', false],
    ['2.0.0', '1.9.9', true],
    ['0.9.9', '1.0.0', false],
  ])('%s is at least %s: %s', (version, least, is) => expect(isAtLeast(readVersion(version)!, readVersion(least)!)).toBe(is));
});

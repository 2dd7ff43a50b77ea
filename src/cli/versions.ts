/** The versions of the package: three numbers, by https://semver.org. Before 1.0.0 each step counts one place further right. */
import type { Bump } from './changes.ts';

type Version = readonly [major: number, minor: number, patch: number];

/** undefined where the text is no version of three numbers. */
export function readVersion(text: string | undefined): Version | undefined {
  const found = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(text ?? '');
  return found ? [Number(found[1]), Number(found[2]), Number(found[3])] : undefined;
}

export const printVersion = (version: Version): string => version.join('.');

/** The lowest version that may follow a released one. */
export function next([major, minor, patch]: Version, bump: Bump): Version {
  if (bump === 'none') return [major, minor, patch];
  if (major === 0) return bump === 'major' ? [0, minor + 1, 0] : [0, minor, patch + 1];
  if (bump === 'major') return [major + 1, 0, 0];
  return bump === 'minor' ? [major, minor + 1, 0] : [major, minor, patch + 1];
}

export function isAtLeast(version: Version, least: Version): boolean {
  for (const place of [0, 1, 2] as const) if (version[place] !== least[place]) return version[place] > least[place];
  return true;
}

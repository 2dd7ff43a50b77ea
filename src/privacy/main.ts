/**
 * What is sensitive, and how it is kept out of what the gateway writes.
 *
 *   markers.ts    what is sensitive: `@sensitive` in the schema, read when first needed
 *   sent.ts       which such values an operation sends
 *   withhold.ts   a vendor's words without them
 *   literals.ts   what is said of a document without the values in it
 *   frames.ts     where an error was thrown, without what it says
 *   log.ts        the log, which withholds what stands under a sensitive name
 *
 * Metrics and traces hold words of the schema and numbers by construction (`src/telemetry`); errors of our own
 * name fields and types, never values (`src/server/variables.ts`, `errors.ts`, `describeError.ts`).
 */
import type { Systems } from '../upstream/call.ts';
import type { MarkedDocuments, Sensitive } from './markers.ts';
import { readMarkers } from './markers.ts';
import type { Sent } from './sent.ts';
import { sentValues } from './sent.ts';
import { withhold } from './withhold.ts';

export { createLog } from './log.ts';
export type { Sensitive } from './markers.ts';

export type Markers = () => Sensitive;

export function lazyMarkers(documents: MarkedDocuments): Markers {
  let markers: Sensitive | undefined;
  return () => (markers ??= readMarkers(documents));
}

/** Vendors' messages without what this operation sent in confidence. What is needed for that is found out at the first message. */
export function createDiscretion({ systems, ...sent }: Sent & { systems: Systems }, markers: Markers): (messages: readonly string[]) => string[] {
  let values: string[] | undefined;
  return (messages) => {
    // Beside the caller's own: facts of the deployment, such as a tenant's id and a user, which stand in URLs.
    values ??= [...sentValues(sent, markers()), ...[...systems.values()].flatMap(({ variables }) => Object.values(variables).filter((fact) => fact !== undefined))];
    const confided = values;
    return messages.map((message) => withhold(message, confided));
  };
}

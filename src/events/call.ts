/**
 * A voice call of Collectmaxx, out of either form of its message: the newer one has it in `data`, the older one
 * (V1) is it. Lists and objects of the vendor's that are empty come as `[]`.
 */
import { isObject } from './doors/door.ts';

/**
 * Whether the call reached its success point: a result of a node `AddResult` that says `success-ok`. What the node
 * is called does not count; names change with the voice script.
 */
export function callSucceeded(payload: unknown): boolean {
  const { events } = callOf(payload);
  return (
    Array.isArray(events) &&
    events.some((event) => isObject(event) && event['type'] === 'NodeResult' && event['nodeType'] === 'AddResult' && isObject(event['data']) && event['data']['result'] === 'success-ok')
  );
}

/** `direction`, `status`, `localNumber`, `remoteNumber`, `answeredOn` and `events`, as the vendor wrote them. */
export function callOf(payload: unknown): Record<string, unknown> {
  if (!isObject(payload)) return {};
  if (Object.hasOwn(payload, 'event')) return isObject(payload['data']) ? payload['data'] : {};
  return payload;
}

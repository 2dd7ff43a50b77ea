/**
 * Bulk calls: one entry after the other, each with its own success. With `async=true` the entries are
 * queued: whatever happens to them later, the answer says nothing of it.
 */
import { EntityError } from './errors.ts';

export interface ActionResponse {
  success: boolean;
  messages: string[];
  messageIds: string[];
  data?: unknown;
}

export interface Done {
  message?: string;
  data?: unknown;
}

export interface BulkOptions<T> {
  entries: readonly (readonly [reference: string, entry: T])[];
  async: boolean;
  messageId: () => string;
  /** Throws an `EntityError` for what it refuses. */
  apply: (reference: string, entry: T) => Done | void;
  /** Echoed instead of data where an entry was refused. */
  empty?: unknown;
}

export function bulk<T>(options: BulkOptions<T>): Record<string, ActionResponse> {
  const { entries, async, messageId, apply, empty } = options;
  const answers = new Map<string, ActionResponse>();
  for (const [reference, entry] of entries) {
    const one = carryOut(() => apply(reference, entry) ?? {}, empty);
    const told = async ? { success: true, messages: ['Successfully queued action'] } : one;
    answers.set(reference, joined(answers.get(reference), { ...told, messageIds: one.success || async ? [messageId()] : [] }));
  }
  return Object.fromEntries(answers);
}

function carryOut(action: () => Done, empty: unknown): Omit<ActionResponse, 'messageIds'> {
  try {
    const { message = 'Successfully processed action', data } = action();
    return { success: true, messages: [message], ...(data !== undefined && { data }) };
  } catch (error) {
    if (!(error instanceof EntityError)) throw error;
    return { success: false, messages: [error.message], ...(empty !== undefined && { data: empty }) };
  }
}

/** Several entries of one account have one answer: it failed where one of them failed. */
function joined(before: ActionResponse | undefined, next: ActionResponse): ActionResponse {
  if (before === undefined) return next;
  const data = [before.data, next.data].filter((one) => one !== undefined);
  return {
    success: before.success && next.success,
    messages: [...before.messages, ...next.messages],
    messageIds: [...before.messageIds, ...next.messageIds],
    ...(data.length > 0 && { data: data.flat() }),
  };
}

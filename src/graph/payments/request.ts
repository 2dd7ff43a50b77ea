/**
 * The protocol by which a debtor is asked for a claim's money, once.
 *
 *   turn       one call after the other for the same claim and provider (lock.ts)
 *   read       account and claim, fresh; the links that the provider knows of the claim
 *                fails, or nothing to be asked for ........ that error; nothing was done
 *                one of them is open ...................... that link, created: false
 *                an intent stands, without `force` ........ OUTCOME_UNKNOWN with its time
 *   -- from here on no caller's hang-up stops it --
 *   intent     written to the account's meta, repeated
 *                fails .................................... that error; nothing was created
 *   create     once
 *                refused or never reached ................. the intent taken back, that error
 *                its answer lost .......................... OUTCOME_UNKNOWN; the intent stands
 *   remember   the link's key and a null intent in one update, repeated
 *                fails .................................... the link, remembered: false; the intent stands
 *
 * Whatever ends it, and wherever, a link that may have come to be has its key or an intent in the meta:
 * the next call finds it, or says that it may be there. Nothing here knows HTTP or a schema.
 */
import { GraphQLError } from 'graphql';
import { contextWith } from '../../context.ts';
import type { RequestContext } from '../../context.ts';
import { UpstreamError } from '../../errors.ts';
import type { Lock } from './lock.ts';
import { LockTimeout } from './lock.ts';
import type { FoundLink, PaymentOrder, Provider } from './provider.ts';
import { canBeRemembered, intentKey, intentOf, linkKey, rememberedLinks } from './remembered.ts';
import type { RememberedLink } from './remembered.ts';
import { repeat } from './repeat.ts';
import type { RepeatOptions } from './repeat.ts';
import { isOpen } from './status.ts';

export interface AccountDesk {
  /** Account and claim, fresh. Throws where the claim is not known or nothing can be asked for. */
  read(context: RequestContext): Promise<{ order: PaymentOrder; claim: object; meta: Record<string, unknown> }>;
  /** Merges top-level keys into the account's meta; null removes one. The same whenever repeated. */
  writeMeta(meta: Record<string, unknown>, context: RequestContext): Promise<void>;
}

export interface RequestOptions {
  claimReference: string;
  /** Whether an intent that stands is passed over. */
  force: boolean;
  account: AccountDesk;
  provider: Provider;
  lock: Lock;
  /** What is locked: the claim at the provider, told apart from that of another tenant. */
  lockKey: string;
  context: RequestContext;
  /** ms since the epoch: the clock of the times that are written, and of the context's deadline. */
  now: () => number;
  pause?: RepeatOptions['pause'];
  /** Told of an error that is no answer of a system: a fault of the gateway itself, which the caller is not shown. */
  onFault?: ((error: unknown) => void) | undefined;
}

export interface RequestResult {
  link: Pick<FoundLink, 'id' | 'value'>;
  created: boolean;
  /** Whether a later call finds the link. */
  remembered: boolean;
}

/** Rejects with an `UpstreamError` or, where the caller asked for what cannot be, a `GraphQLError` of the code `BAD_USER_INPUT`. */
export async function requestPayment(options: RequestOptions): Promise<RequestResult> {
  const { context, lock, lockKey, provider } = options;
  try {
    return await lock.run(lockKey, context, () => inTurn(options));
  } catch (error) {
    if (!(error instanceof LockTimeout)) throw error;
    throw failure(options, 'UPSTREAM_TIMEOUT', 'another request for this claim is still under way; nothing was done', provider.system);
  }
}

/** Time for an intent, a create call and remembering it, when all goes well, in ms. */
const leastMs = 500;

async function inTurn(options: RequestOptions): Promise<RequestResult> {
  const { account, provider, claimReference, force, now } = options;
  const reading = freshContext(options.context);
  const { order, claim, meta } = await account.read(reading);
  provider.check(order);
  const remembered = rememberedLinks(meta).filter((link) => link.provider === provider.provider && link.claimReference === claimReference);
  const links = await provider.find({ claim, remembered }, reading);
  const open = links.find(({ status }) => isOpen(status));
  if (open) return { link: open, created: false, remembered: true };
  const intent = intentOf(meta, provider.provider, claimReference);
  if (intent && !force) throw unknownOutcome(options, intent.at);
  if (!force) checkNoneIsHidden(links, remembered, options);

  // What is begun has to be ended.
  if (options.context.deadline - now() < leastMs) throw failure(options, 'UPSTREAM_TIMEOUT', 'too little time is left to create a link and remember it; nothing was done', provider.system);
  const key = intentKey(provider.provider, claimReference);
  const intentAt = new Date(now()).toISOString();
  const writing = contextWith(freshContext(options.context), { signal: new AbortController().signal, onAbort: undefined, budget: undefined });
  // Each step leaves time for those after it: what is created has to be remembered.
  await writeIntent({ [key]: intentAt }, { ...options, context: within(writing, 0.5, now) });
  let link: Pick<FoundLink, 'id' | 'value'>;
  try {
    link = await provider.create(order, within(writing, 0.75, now));
  } catch (error) {
    if (!isRefused(error)) {
      report(error, options);
      throw unknownOutcome(options, intentAt);
    }
    // An older intent is not answered by this refusal.
    const takenBack = await tryWrite({ [key]: intent ? (meta[key] ?? null) : null }, { ...options, context: writing });
    throw takenBack ? error : markIntent(error, intentAt);
  }
  return { link, created: true, remembered: await remember(link, key, { ...options, context: writing }) };
}

/** How long a provider's search may be behind its own creates, in ms. */
const searchLagMs = 600_000;

/** A link that may be open although it does not say so. */
function checkNoneIsHidden(links: readonly FoundLink[], remembered: readonly RememberedLink[], options: RequestOptions): void {
  const { provider, now } = options;
  const young = ({ at }: RememberedLink): boolean => at !== undefined && Math.abs(now() - Date.parse(at)) < searchLagMs;
  const detail = links.some(({ status }) => status === 'UNKNOWN')
    ? 'a link of this claim has a status that is not known, so it may be open'
    : remembered.some((link) => young(link) && !links.some(({ id }) => id === link.id))
      ? 'it does not show a link of this claim that it has just created'
      : undefined;
  if (detail !== undefined) throw failure(options, 'UPSTREAM_INVALID_RESPONSE', `${detail}; nothing was created`, provider.system);
}

async function remember({ id }: Pick<FoundLink, 'id'>, intent: string, options: RequestOptions): Promise<boolean> {
  if (!canBeRemembered(id)) return false;
  const { provider, claimReference, now } = options;
  return tryWrite({ [linkKey(provider.provider, claimReference, id)]: new Date(now()).toISOString(), [intent]: null }, options);
}

/** Whether it was written; that it was not is no reason to hide what was done before. */
async function tryWrite(meta: Record<string, unknown>, options: RequestOptions): Promise<boolean> {
  try {
    await write(meta, options);
    return true;
  } catch (error) {
    report(error, options);
    return false;
  }
}

function write(meta: Record<string, unknown>, { account, context, now, pause }: RequestOptions): Promise<void> {
  return repeat(() => account.writeMeta(meta, context), { until: context.deadline, now, pause });
}

/** That this write's own outcome is not known means nothing to the caller: nothing was created. */
async function writeIntent(meta: Record<string, unknown>, options: RequestOptions): Promise<void> {
  try {
    await write(meta, options);
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.code !== 'OUTCOME_UNKNOWN') throw error;
    const { system } = error.extensions as { system: string };
    throw failure(options, 'UPSTREAM_UNAVAILABLE', 'the intent could not be written; no link was created', system);
  }
}

/** An answer that refuses, or a call that was never made; anything else may have been done. */
function isRefused(error: unknown): boolean {
  if (error instanceof UpstreamError) return error.code !== 'OUTCOME_UNKNOWN';
  return error instanceof GraphQLError && error.extensions['code'] === 'BAD_USER_INPUT';
}

/** What a system has answered is in the log already. */
function report(error: unknown, { onFault }: RequestOptions): void {
  if (!(error instanceof UpstreamError)) onFault?.(error);
}

function unknownOutcome(options: RequestOptions, intentAt: string | undefined): UpstreamError {
  const when = intentAt === undefined ? 'earlier' : `at ${intentAt}`;
  const detail = `a link for this claim was asked for ${when}; look there before asking again with force: true`;
  return markIntent(failure(options, 'OUTCOME_UNKNOWN', detail, options.provider.system), intentAt);
}

/** `intentAt` says that an intent stands, and since when. */
function markIntent<T>(error: T, intentAt: string | undefined): T {
  if (error instanceof GraphQLError) Object.assign(error.extensions, { intentAt: intentAt ?? null });
  return error;
}

function failure({ context }: RequestOptions, code: UpstreamError['code'], detail: string, system: string): UpstreamError {
  return new UpstreamError({ code, system, operation: 'requestPayment', requestId: context.requestId, detail });
}

/** What this request has read before, or another one has begun to read, may be older than what somebody has written since, here or at another instance. */
function freshContext(context: RequestContext): RequestContext {
  return contextWith(context, { loaders: new Map(), waves: undefined, fresh: true });
}

/** A part of the time that is left. */
function within(context: RequestContext, part: number, now: () => number): RequestContext {
  const at = now();
  return contextWith(context, { deadline: at + Math.max(0, context.deadline - at) * part });
}

/**
 * The life of one OAuth token: fetched when first needed, renewed before it runs out, replaced when refused.
 *
 * However many calls need a token, one token call is on its way. While the old token is still valid
 * its renewal delays nobody. A refusal of a token that was replaced meanwhile renews nothing. A failed
 * token call is remembered by nobody but those who waited for it.
 */

export interface IssuedToken {
  value: string;
  /** Of its life, in ms, counted from before the token call. */
  lifetimeMs: number;
}

export interface TokenOptions {
  fetch: () => Promise<IssuedToken>;
  /** Told about a renewal in the background that failed; nobody waits for it. */
  onRenewalFailure: (error: unknown) => void;
  /** Milliseconds on a clock that never goes back. */
  clock: () => number;
}

/** A token is renewed for the last tenth of its life, but at most for its last five minutes. */
const earlyShare = 0.1;
const earlyAtMostMs = 300_000;
/** It is not handed out in the last moments of its life, in which it might run out on its way. */
const lastShare = 0.02;
const lastAtMostMs = 10_000;
/** After a failed renewal in the background the next one waits this long: the old token still serves. */
const pauseAfterFailureMs = 1_000;

export class Token {
  readonly #options: TokenOptions;
  #value: string | undefined;
  #renewAt = 0;
  #expiresAt = 0;
  #pending: Promise<string> | undefined;

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  /** The token at once where one is valid; rejects with what the token call failed with. */
  get(): string | Promise<string> {
    const now = this.#options.clock();
    if (this.#value === undefined || now >= this.#expiresAt) return this.#renew();
    if (now >= this.#renewAt && this.#pending === undefined) {
      this.#renew().catch((error: unknown) => {
        this.#renewAt = this.#options.clock() + pauseAfterFailureMs;
        this.#options.onRenewalFailure(error);
      });
    }
    return this.#value;
  }

  /** Another token than the one that was refused. */
  replace(refused: string): string | Promise<string> {
    if (this.#value !== refused) return this.get();
    // Not handed out again, even if its replacement cannot be had now.
    this.#value = undefined;
    return this.#renew();
  }

  /** For the search of our own secrets in what a vendor says. */
  current(): string | undefined {
    return this.#value;
  }

  #renew(): Promise<string> {
    this.#pending ??= this.#fetch().finally(() => (this.#pending = undefined));
    return this.#pending;
  }

  async #fetch(): Promise<string> {
    const startedAt = this.#options.clock();
    const { value, lifetimeMs } = await this.#options.fetch();
    this.#value = value;
    this.#expiresAt = startedAt + lifetimeMs - Math.min(lifetimeMs * lastShare, lastAtMostMs);
    this.#renewAt = startedAt + lifetimeMs - Math.min(lifetimeMs * earlyShare, earlyAtMostMs);
    return value;
  }
}

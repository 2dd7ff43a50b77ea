/**
 * A configured credential as the header of a call, by its scheme.
 * Only OAuth tokens can be renewed: a key that was refused once is refused again.
 */
import type { Logger } from 'pino';
import { Failure, labelOf } from './failure.ts';
import type { CredentialConfig, SystemConfig } from './settings.ts';
import type { SharedTokens } from './sharedTokens.ts';
import { Token } from './token.ts';
import { basic, fetchToken } from './tokenCall.ts';

export interface CredentialHeader {
  /** In lower case. */
  name: string;
  value: string;
}

export interface Credential {
  header(): CredentialHeader | Promise<CredentialHeader>;
  /** After a 401: another header to try, once. Absent where there is no other. */
  renew?(refused: CredentialHeader): CredentialHeader | Promise<CredentialHeader>;
  /** What must never be seen outside, as it is now. */
  secrets(): string[];
}

export interface CredentialOptions {
  system: SystemConfig;
  config: CredentialConfig;
  clock: () => number;
  log: Logger;
  /** Told of each token call that has ended. */
  onToken?: ((ok: boolean) => void) | undefined;
  /** Tokens of other instances; absent: this one fetches its own. */
  shared?: SharedTokens | undefined;
  /** Aborted when the system is closed. */
  signal: AbortSignal;
}

export function createCredential(options: CredentialOptions): Credential {
  const { config } = options;
  switch (config.type) {
    case 'API_KEY':
      return fixed({ name: config.header.toLowerCase(), value: config.key }, [config.key]);
    case 'BEARER':
      return fixed({ name: 'authorization', value: `Bearer ${config.token}` }, [config.token]);
    case 'BASIC': {
      const value = basic(config.user, config.password);
      return fixed({ name: 'authorization', value }, [config.password, value.slice('Basic '.length)]);
    }
    case 'OAUTH2':
      return oauth2(config, options);
  }
}

function fixed(header: CredentialHeader, secrets: string[]): Credential {
  return { header: () => header, secrets: () => secrets };
}

function oauth2(config: Extract<CredentialConfig, { type: 'OAUTH2' }>, options: CredentialOptions): Credential {
  const { system, clock, log, onToken, shared, signal } = options;
  const owner = { system: system.name, baseURL: system.baseURL, id: config.id, secret: config.secret, scheme: config.scheme };
  /** Refused by the system: not taken again from anyone. */
  let refusedValue: string | undefined;
  const prefix = config.scheme === 'bearer' ? 'Bearer ' : '';
  const token: Token = new Token({
    clock,
    fetch: async () => {
      // One that this instance has had already is being renewed or was refused.
      const found = await shared?.find(owner);
      if (found && found.value !== refusedValue && found.value !== token.current()) return found;
      let ok = false;
      try {
        const issued = await fetchToken({ baseURL: system.baseURL, credential: config, timeoutMs: system.timeoutMs, signal });
        ok = true;
        await shared?.keep(owner, issued);
        log.debug({ system: system.name, credential: config.name, lifetimeMs: issued.lifetimeMs }, 'token fetched');
        return issued;
      } finally {
        onToken?.(ok);
      }
    },
    onRenewalFailure: (error) => {
      const failure = error instanceof Failure ? { failure: error.kind, status: error.status, cause: error.code } : { cause: labelOf(error) };
      log.warn({ system: system.name, credential: config.name, ...failure }, 'token not renewed, the old one still serves');
    },
  });
  const headerOf = (value: string): CredentialHeader => ({ name: 'authorization', value: prefix + value });
  const whenThere = (value: string | Promise<string>) => (typeof value === 'string' ? headerOf(value) : value.then(headerOf));
  return {
    header: () => whenThere(token.get()),
    renew: (refused) => {
      refusedValue = refused.value.slice(prefix.length);
      return whenThere(token.replace(refusedValue));
    },
    secrets: () => [config.secret, basic(config.id, config.secret).slice('Basic '.length), token.current() ?? config.secret],
  };
}

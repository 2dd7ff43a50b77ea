/** What the primary and a worker ask of one another; `channel.ts` carries it. */
import type { Told } from '../../telemetry/joined.ts';
import type { Page } from '../../telemetry/page.ts';
import type { IssuedToken } from '../../upstream/token.ts';
import type { SandboxWebhooks } from '../../sandbox/webhooks.ts';
import type { Gateway } from '../main.ts';

/** What a worker is to be. */
export interface Begin {
  env: NodeJS.ProcessEnv;
  schemaFolder: string | undefined;
  /** Stand-ins that run in the primary, in sandbox mode. */
  sandbox: StandIns | undefined;
}

export interface StandIns {
  /** The variables with which a gateway talks to them. */
  env: Record<string, string>;
  /** By what they are recognised at the doors. */
  webhooks: SandboxWebhooks;
}

export type Served = Pick<Gateway, 'url' | 'mode' | 'graphiql' | 'systems'>;

/** Of a primary. */
export interface ToPrimary {
  /** The worker is there, and asks what it is to be. */
  begin: () => Begin;
  /** The worker serves. */
  served: (as: Served) => void;
  /** It cannot, and why; it ends. */
  failed: (sentence: string) => void;
  /** Answered when it is the worker's turn to work on the key. `turn` is a number of its own. */
  enter: (wanted: { turn: number; key: string }) => Promise<void>;
  /** The turn is over, or no longer waited for. */
  leave: (turn: number) => void;
  /** One more request of each of these callers, one after the other: the time that it has to wait, in ms, where it is one too many. */
  count: (callers: string[]) => Promise<(number | undefined)[]> | undefined[];
  findToken: (owner: string) => IssuedToken | undefined;
  keepToken: (kept: { owner: string; token: IssuedToken }) => void;
  /** The numbers of all workers. */
  page: () => Promise<Page>;
  /** There is something new in the log of events. */
  news: () => void;
}

/** Of a worker. */
export interface ToWorker {
  /** As a signal to a gateway of one process: what is in flight comes to its end, then the worker does. */
  end: () => Promise<void>;
  /** Another worker has put something into the log of events. */
  news: () => void;
  /** Answered by one that does something. */
  isThere: () => void;
  /** Its own numbers. */
  numbers: () => Promise<Told>;
}

/**
 * The Redis that several instances of the gateway share (`REDIS_URL`).
 *
 * A command that cannot be sent now is refused now: what waits in a queue while Redis is away is work that somebody
 * else has given up on. The connection comes back by itself, and both is told once, without the address.
 */
import type { Redis } from 'ioredis';

export interface RedisOptions {
  url: string;
  log: { info: (message: string) => void; warn: (message: string) => void };
}

export interface RedisConnection {
  /** For commands that answer at once: each has 5 s. */
  client: Redis;
  /** One more connection, for commands that wait for something for at most `waitMs`. Closed with the others. */
  another(waitMs: number): Redis;
  close(): Promise<void>;
}

/** How long an answer is waited for, in ms. */
const commandMs = 5_000;
/** How long a start waits for Redis before it goes on without, in ms. */
const firstMs = 2_000;
/** The longest pause between attempts, in ms. */
const longestPauseMs = 2_000;

/** Resolves when Redis is there, or after some time without: then commands are refused until it is. */
export async function connectRedis({ url, log }: RedisOptions): Promise<RedisConnection> {
  // Loaded when it is configured.
  const { Redis: Client } = await import('ioredis');
  const common = { enableOfflineQueue: false, autoResendUnfulfilledCommands: false, connectTimeout: 5_000, retryStrategy: (times: number) => Math.min(longestPauseMs, 50 * 2 ** Math.min(times, 10)) };
  const client = new Client(url, { ...common, commandTimeout: commandMs });
  const others: Redis[] = [];
  let away = false;
  client.on('error', (error: NodeJS.ErrnoException) => {
    if (!away) log.warn(`Redis cannot be reached: ${error.code ?? error.name}. It is tried again.`);
    away = true;
  });
  client.on('ready', () => {
    if (away) log.info('Redis is there again.');
    away = false;
  });
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, firstMs);
    client.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  return {
    client,
    another(waitMs) {
      const other = new Client(url, { ...common, enableOfflineQueue: true, maxRetriesPerRequest: null, commandTimeout: waitMs + commandMs });
      // The first connection tells when Redis is away.
      other.on('error', () => undefined);
      others.push(other);
      return other;
    },
    async close() {
      for (const other of others) other.disconnect();
      await client.quit().catch(() => client.disconnect());
    },
  };
}

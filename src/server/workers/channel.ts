/**
 * Questions and answers over the pipe between two processes. Either end names what it may be asked, as functions
 * by name; the other end asks for one of them and awaits what it gives, or tells and awaits nothing.
 *
 * What is asked arrives in the order of asking. An end that is gone answers nothing: `close` ends the waiting.
 */
export interface Wire {
  send(message: unknown): void;
  listen(take: (message: unknown) => void): void;
}

/** What an end may be asked: functions of one value at most. */
export type Offers<O> = { [N in keyof O]: (...value: never[]) => unknown };

export interface Channel<Theirs extends Offers<Theirs>> {
  /** Rejects with what the other end threw, as a sentence, or with a `ChannelClosed`. */
  ask<N extends keyof Theirs & string>(name: N, ...value: Parameters<Theirs[N]>): Promise<Awaited<ReturnType<Theirs[N]>>>;
  tell<N extends keyof Theirs & string>(name: N, ...value: Parameters<Theirs[N]>): void;
  /** Nothing will be answered any more. */
  close(): void;
}

export class ChannelClosed extends Error {
  constructor() {
    super('The other process is gone.');
    this.name = 'ChannelClosed';
  }
}

type Message =
  /** Without an id: nobody awaits the answer. */
  | { collectgraph: 'ask'; name: string; value: unknown; id?: number | undefined }
  | { collectgraph: 'answer'; id: number; value?: unknown; failure?: string };

interface Waiter {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

/** Emptied when it is answered: what a `Map` has outgrown keeps what was in it (see `upstream/line.ts`). */
interface Place {
  waiter: Waiter | undefined;
}

/** `onFault` is told of what is thrown where nobody awaits an answer. */
export function openChannel<Mine extends Offers<Mine>, Theirs extends Offers<Theirs>>(wire: Wire, mine: Mine, onFault: (error: unknown) => void): Channel<Theirs> {
  const waiting = new Map<number, Place>();
  let last = 0;
  let closed = false;

  async function answer({ name, value, id }: Extract<Message, { collectgraph: 'ask' }>): Promise<void> {
    try {
      const given = await mine[name as keyof Mine](value as never);
      if (id !== undefined) send({ collectgraph: 'answer', id, value: given });
    } catch (error) {
      if (id === undefined) onFault(error);
      else send({ collectgraph: 'answer', id, failure: error instanceof Error ? error.message : String(error) });
    }
  }

  function settle({ id, value, failure }: Extract<Message, { collectgraph: 'answer' }>): void {
    const place = waiting.get(id);
    if (place === undefined) return;
    const { waiter } = place;
    place.waiter = undefined;
    waiting.delete(id);
    if (failure === undefined) waiter?.resolve(value as never);
    else waiter?.reject(new Error(failure));
  }

  function send(message: Message): void {
    if (!closed) wire.send(message);
  }

  wire.listen((message) => {
    const { collectgraph } = (message ?? {}) as Partial<Message>;
    if (closed || collectgraph === undefined) return;
    if (collectgraph === 'ask') void answer(message as Extract<Message, { collectgraph: 'ask' }>);
    else if (collectgraph === 'answer') settle(message as Extract<Message, { collectgraph: 'answer' }>);
  });

  return {
    ask(name, ...[value]) {
      if (closed) return Promise.reject(new ChannelClosed());
      return new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { waiter: { resolve, reject } });
        send({ collectgraph: 'ask', name, value, id });
      });
    },
    tell: (name, ...[value]) => send({ collectgraph: 'ask', name, value }),
    close() {
      closed = true;
      for (const { waiter } of waiting.values()) waiter?.reject(new ChannelClosed());
      waiting.clear();
    },
  };
}

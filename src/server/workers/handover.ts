/**
 * A connection that node:cluster is handing to a worker when that worker dies is forgotten by both: it stays open, and
 * its client waits for an answer that nobody will give. Here those on their way are remembered, and closed when nothing can
 * be heard of them any more: a client that is cut off knows where it stands. None is handed to another worker, since the
 * dead one may have read it.
 *
 * What is looked at are the messages of node:cluster itself (as of Node 20 to 24). Should they look otherwise one
 * day, nothing is remembered, and nothing else changes.
 */
import type { ChildProcess } from 'node:child_process';

interface Handle {
  close(): void;
}

export function watchHandover(child: Pick<ChildProcess, 'send' | 'on' | 'once'>): void {
  /** By the number of the message, which the worker repeats when it has taken or refused what came with it. */
  const onTheirWay = new Map<unknown, Handle>();
  const send = child.send.bind(child) as (...args: unknown[]) => boolean;
  child.send = (...args: unknown[]): boolean => {
    const [message, handle] = args as [{ act?: unknown; seq?: unknown } | undefined, Handle | undefined];
    if (handle && message?.act === 'newconn') onTheirWay.set(message.seq, handle);
    return send(...args);
  };
  child.on('internalMessage', (message: { ack?: unknown } | undefined) => void onTheirWay.delete(message?.ack));
  // It has ended, and all that it had said was read. ("disconnect" does not come while a handle is on its way.)
  child.once('close', () => {
    for (const handle of onTheirWay.values()) handle.close();
    onTheirWay.clear();
  });
}

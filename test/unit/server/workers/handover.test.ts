/** Connections that were on their way to a worker when it died. That node:cluster speaks so is shown in test/e2e/workers.test.ts. */
import { EventEmitter } from 'node:events';
import { expect, it } from '@jest/globals';
import { watchHandover } from '../../../../src/server/workers/handover.ts';

function watched() {
  const sent: unknown[][] = [];
  const child = Object.assign(new EventEmitter(), { send: (...args: unknown[]) => sent.push(args) > 0 });
  watchHandover(child as unknown as Parameters<typeof watchHandover>[0]);
  const hand = (seq: number) => {
    const handle = { closed: 0, close: () => void (handle.closed += 1) };
    expect(child.send({ cmd: 'NODE_CLUSTER', act: 'newconn', key: 'x', seq }, handle)).toBe(true);
    return handle;
  };
  return { child, hand, sent };
}

it('are closed when it has died, and those that it has taken or refused are not', () => {
  const { child, hand, sent } = watched();
  const [taken, refused, lost, alsoLost] = [hand(1), hand(2), hand(3), hand(4)];
  child.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack: 1, accepted: true });
  child.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack: 2, accepted: false });
  child.emit('close', null, 'SIGKILL');
  expect([taken, refused, lost, alsoLost].map(({ closed }) => closed)).toEqual([0, 0, 1, 1]);
  expect(sent).toHaveLength(4);
});

it('are left alone while it lives', () => {
  const { child, hand } = watched();
  const handle = hand(1);
  child.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack: 7 });
  child.emit('internalMessage', undefined);
  child.emit('exit', null, 'SIGKILL');
  expect(handle.closed).toBe(0);
});

it('whatever else is sent goes on as it was, and is not remembered', () => {
  const { child, sent } = watched();
  const handle = { close: () => expect('closed').toBe('left alone') };
  const onSent = (): void => undefined;
  for (const args of [[{ collectgraph: 'ask' }, onSent], [{ act: 'listening', seq: 1 }, handle], [{ act: 'newconn', seq: 2 }], [undefined, handle]]) child.send(...args);
  child.emit('close', null, 'SIGKILL');
  expect(sent).toEqual([[{ collectgraph: 'ask' }, onSent], [{ act: 'listening', seq: 1 }, handle], [{ act: 'newconn', seq: 2 }], [undefined, handle]]);
});

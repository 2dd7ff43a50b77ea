/**
 * Load over raw sockets: one request at a time on each connection, the next one as soon as the answer is whole.
 * It shares its core with the upstreams, so it does as little as it can: one request made beforehand, one buffer
 * to read into, of each answer its head and its length. Latencies are measured in us, each one kept.
 *
 * Every answer must be 200 and as long as the first one: an answer that was proved equal stays so under load.
 */
import { connect } from 'node:net';

/**
 * `body`: what all ask, or a function that says what is asked next.
 * `requests` and the latencies are those of answers within the seconds; `answered` counts those as well that
 * were on their way when time was up and were waited for.
 */
export async function load({ port, path, body, connections, seconds }) {
  const opened = await openConnections({ port, path, body, connections });
  try {
    const latencies = [];
    const answered = await opened.ask(seconds, latencies);
    const sorted = Float64Array.from(latencies).sort();
    const percentile = (share) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] * 1000);
    return { rate: latencies.length / seconds, requests: latencies.length, answered: answered.reduce((sum, count) => sum + count, 0), p50: percentile(0.5), p99: percentile(0.99) };
  } finally {
    opened.close();
  }
}

/**
 * Connections that stay. `ask` asks on all of them for some seconds, and answers how many answers came on each;
 * `ports` are those of our ends, in the same order.
 */
export async function openConnections({ port, path, body, connections }) {
  const requestOf = (value) => {
    const text = JSON.stringify(value);
    return Buffer.from(
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\naccept: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    );
  };
  const same = typeof body === 'function' ? undefined : requestOf(body);
  const shared = { next: same === undefined ? () => requestOf(body()) : () => same, expected: { bytes: undefined }, buffer: Buffer.allocUnsafe(256 * 1024) };
  const all = [];
  while (all.length < connections) all.push(...(await Promise.all(Array.from({ length: Math.min(atOnce, connections - all.length) }, () => open(port, shared)))));
  return {
    ports: all.map(({ localPort }) => localPort),
    ask(seconds, latencies = []) {
      const until = performance.now() + seconds * 1000;
      return Promise.all(all.map((one) => one.ask(until, latencies)));
    },
    close: () => all.forEach((one) => one.close()),
  };
}

/** No more at once than wait to be accepted without any being turned away. Time counts from when all are open. */
const atOnce = 100;

function open(port, { next, expected, buffer }) {
  return new Promise((opened, refused) => {
    let sent = 0;
    let answers = 0;
    let held;
    let missing = 0;
    let turn;
    let failure;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer, callback: (bytes) => (take(bytes), true) } });
    const send = () => {
      const request = next();
      sent = performance.now();
      socket.write(request);
    };
    const fail = (sentence) => {
      socket.destroy();
      failure ??= new Error(`after ${answers} answers: ${sentence}`);
      refused(failure);
      turn?.reject(failure);
    };

    function take(bytes) {
      // The rest of an answer whose length is known needs no look.
      if (missing > bytes) {
        missing -= bytes;
        return;
      }
      if (missing > 0) {
        if (missing < bytes) return fail('more bytes than its head says');
        missing = 0;
        return done();
      }
      const read = buffer.subarray(0, bytes);
      const whole = held === undefined ? read : Buffer.concat([held, read]);
      const answer = measure(whole);
      if (answer === undefined || (answer.missing > 0 && answer.chunked)) {
        held = Buffer.from(whole);
        return;
      }
      held = undefined;
      if (answer.problem !== undefined) return fail(answer.problem);
      expected.bytes ??= answer.bytes;
      if (answer.bytes !== expected.bytes) return fail(`found an answer of ${answer.bytes} bytes, expected ${expected.bytes} as in the first one`);
      missing = answer.missing;
      if (missing === 0) done();
    }

    function done() {
      const now = performance.now();
      answers += 1;
      if (now < turn.until) {
        turn.latencies.push(now - sent);
        send();
      } else {
        turn.resolve(answers);
      }
    }

    socket.once('connect', () =>
      opened({
        localPort: socket.localPort,
        /** Until time is up: how many answers came. */
        ask: (until, latencies) =>
          new Promise((resolve, reject) => {
            turn = { until, latencies, resolve, reject };
            answers = 0;
            if (failure) reject(failure);
            else send();
          }),
        close: () => socket.destroy(),
      }),
    );
    socket.once('error', (error) => fail(error.message));
    socket.once('end', () => fail('the server closed the connection'));
  });
}

/** Undefined while the head is not whole. `bytes`: length of the body; `missing`: of them not yet here. */
export function measure(answer) {
  const end = answer.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const head = answer.latin1Slice(0, end);
  if (!head.startsWith('HTTP/1.1 200 ')) return { problem: `found ${head.slice(0, 40).split('\r\n')[0]}, expected HTTP/1.1 200` };
  const here = answer.length - end - 4;
  const length = /\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return whole({ bytes: Number(length), missing: Number(length) - here, chunked: false });
  if (!/\ntransfer-encoding: *chunked/i.test(head)) return { problem: 'found neither content-length nor chunks' };
  let bytes = 0;
  for (let at = end + 4; ; ) {
    const line = answer.indexOf('\r\n', at);
    const size = line === -1 ? 0 : Number.parseInt(answer.latin1Slice(at, line), 16);
    const next = line + 2 + size + 2;
    if (line === -1 || next > answer.length) return { bytes, missing: 1, chunked: true };
    if (size === 0) return whole({ bytes, missing: next - answer.length, chunked: true });
    bytes += size;
    at = next;
  }
}

const whole = (answer) => (answer.missing < 0 ? { problem: 'more bytes than its head says' } : answer);

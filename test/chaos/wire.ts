/**
 * A wire to a system, byte for byte, which can be cut: whoever is connected then is reset in the middle of
 * whatever he does, and whoever comes later finds nobody until it is mended.
 */
import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Wire {
  /** `http://127.0.0.1:<port>` */
  url: string;
  cut(): void;
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function startWire(target: string): Promise<Wire> {
  const { port: targetPort } = new URL(target);
  const sockets = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(Number(targetPort), '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]] as const) {
      sockets.add(one);
      one.on('error', () => other.resetAndDestroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    if (server.listening) server.close();
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    async mend() {
      if (server.listening) return;
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    close: () => Promise.resolve(cut()),
  };
}

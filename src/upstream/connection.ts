/**
 * A connection for one rare request over `fetch` (a token call, an upload), closed after it.
 * Fresh, so it is never a keep-alive socket that the other side is just closing; and watched, because
 * what fails before the connection was made has certainly not been sent.
 */
import http from 'node:http';
import https from 'node:https';
import type net from 'node:net';

export interface Connection {
  agent: http.Agent;
  /** Whether anything can have been sent. */
  made(): boolean;
}

export function openConnection(origin: string): Connection {
  let made = false;
  const secure = origin.startsWith('https:');
  const agent = secure ? new https.Agent({ keepAlive: false }) : new http.Agent({ keepAlive: false });
  const connector = agent as unknown as { createConnection(...options: unknown[]): net.Socket };
  const createConnection = connector.createConnection.bind(agent);
  connector.createConnection = (...options) => {
    const socket = createConnection(...options);
    socket.once(secure ? 'secureConnect' : 'connect', () => (made = true));
    return socket;
  };
  return { agent, made: () => made };
}

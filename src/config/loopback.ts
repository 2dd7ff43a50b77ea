/** Whether a host is this machine alone: `localhost`, 127.0.0.0/8, `::1`, however they are written. */
export function isLoopback(host: string): boolean {
  const bracketed = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  if (!URL.canParse(`http://${bracketed}`)) return false;
  const { hostname, port, pathname, username } = new URL(`http://${bracketed}`);
  if (port !== '' || pathname !== '/' || username !== '') return false;
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname) || /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/.test(hostname);
}

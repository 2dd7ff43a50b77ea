/** `/metrics`: what Prometheus reads. It holds words of the schema and numbers, nobody's data. */
import type { Telemetry } from '../telemetry/main.ts';
import { send } from './answer.ts';
import type { Handler, Route } from './http.ts';

export function metricsRoute(page: NonNullable<Telemetry['page']>): Route {
  const handler: Handler = async (request, response) => {
    const { contentType, body } = await page();
    send(request, response, { status: 200, headers: { 'content-type': contentType }, body });
  };
  return { path: '/metrics', methods: { GET: handler, HEAD: handler } };
}

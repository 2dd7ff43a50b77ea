/**
 * How GraphiQL asks this gateway: queries and mutations by POST, subscriptions as a stream of Server-Sent Events
 * with the same headers. What an answer says of upstream calls goes to the panel, not into the answer shown.
 */
import { parse } from 'graphql';
import { runs } from './runs.js';

const url = '/graphql';

export function fetcher({ query, variables, operationName: asked }, { headers = {} } = {}) {
  const operations = operationsOf(query);
  const operation = operations.find(({ name }) => name?.value === asked) ?? operations[0];
  // GraphiQL reads the name a moment after the text: right after a change of tabs it still is the other tab's.
  const operationName = operations.length === 1 ? operation.name?.value : asked;
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables, operationName }),
  };
  if (operation?.operation === 'subscription') return stream(request);
  return operationName === 'IntrospectionQuery' ? plain(request) : measured(request, operationName);
}

function operationsOf(query) {
  try {
    return parse(query, { noLocation: true }).definitions.filter(({ kind }) => kind === 'OperationDefinition');
  } catch {
    return []; // The gateway says what is wrong with it.
  }
}

async function plain(request) {
  return (await fetch(url, request)).json();
}

async function measured(request, operationName) {
  const ended = runs.begin(operationName ?? 'The operation');
  try {
    const answer = await plain({ ...request, headers: { ...request.headers, 'x-upstream-calls': '1' } });
    const { upstream, ...extensions } = answer.extensions ?? {};
    ended(upstream);
    delete answer.extensions;
    return Object.keys(extensions).length > 0 ? { ...answer, extensions } : answer;
  } catch (error) {
    ended(undefined);
    throw error;
  }
}

async function* stream(request) {
  const hangUp = new AbortController();
  try {
    const response = await fetch(url, { ...request, headers: { ...request.headers, accept: 'text/event-stream' }, signal: hangUp.signal });
    if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
      yield await response.json();
      return;
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const message = text.slice(0, end);
        text = text.slice(end + 2);
        if (message.startsWith('event: complete')) return;
        const data = /^data: (.*)$/m.exec(message)?.[1];
        if (data) yield JSON.parse(data);
      }
    }
  } finally {
    hangUp.abort();
  }
}

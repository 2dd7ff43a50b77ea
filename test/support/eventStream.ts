/** An operation over Server-Sent Events as a client sees it: read message by message, exactly as they came. */
export interface EventStream {
  status: number;
  headers: Headers;
  /** The next result; undefined when the operation is complete. Throws when the connection ends without saying so. */
  next(): Promise<any>;
  /** Hangs up. */
  close(): void;
}

export interface StreamRequest {
  url: string;
  query: string;
  variables?: Record<string, unknown>;
  headers?: Record<string, string>;
  method?: 'GET' | 'POST';
}

export async function openStream({ url, query, variables, headers = {}, method = 'POST' }: StreamRequest): Promise<EventStream> {
  const hangUp = new AbortController();
  const search = new URLSearchParams({ query, ...(variables && { variables: JSON.stringify(variables) }) });
  const response = await fetch(method === 'GET' ? `${url}?${search.toString()}` : url, {
    method,
    headers: { accept: 'text/event-stream', ...(method === 'POST' && { 'content-type': 'application/json' }), ...headers },
    ...(method === 'POST' && { body: JSON.stringify({ query, variables }) }),
    signal: hangUp.signal,
  });
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = '';

  async function message(): Promise<string> {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const found = text.slice(0, end);
        text = text.slice(end + 2);
        if (found !== ':') return found;
        continue;
      }
      const { value, done } = await reader.read();
      if (done) throw new Error('the stream ended without "complete"');
      text += decoder.decode(value, { stream: true });
    }
  }

  return {
    status: response.status,
    headers: response.headers,
    async next() {
      const lines = (await message()).split('\n');
      const event = lines.find((line) => line.startsWith('event: '))?.slice(7);
      if (event === 'complete') return undefined;
      if (event !== 'next') throw new Error(`an event of no known kind: ${event}`);
      return JSON.parse(lines.find((line) => line.startsWith('data: '))!.slice(6));
    },
    close: () => hangUp.abort(),
  };
}

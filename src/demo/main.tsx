/** The demo: a collections desk on the graph, built with the hooks of the client and nothing else of this package. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { createClient } from '../client/main.ts';
import { CollectgraphProvider } from '../client/reactQuery/main.ts';
import { App } from './App.tsx';

const client = createClient({ url: '/graphql' });
const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, refetchOnWindowFocus: false } } });

createRoot(document.getElementById('root')!).render(
  <QueryClientProvider client={queries}>
    <CollectgraphProvider client={client}>
      <App />
    </CollectgraphProvider>
  </QueryClientProvider>,
);

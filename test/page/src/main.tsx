import { ApolloClient, InMemoryCache } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createClient } from 'collectgraph/client';
import { collectgraphLink } from 'collectgraph/client/apollo';
import { CollectgraphProvider } from 'collectgraph/client/react-query';
import { createRoot } from 'react-dom/client';
import { Currency } from './Currency';
import { Debtor } from './Debtor';
import { Whose } from './Whose';

const client = createClient({ url: '/graphql' });
const apollo = new ApolloClient({ link: collectgraphLink(client), cache: new InMemoryCache() });

createRoot(document.getElementById('root')!).render(
  <QueryClientProvider client={new QueryClient()}>
    <CollectgraphProvider client={client}>
      <ApolloProvider client={apollo}>
        <Debtor reference="DEB-0148" />
        <Currency account="ACC-0015" />
        <Whose debtor="DEB-0148" />
      </ApolloProvider>
    </CollectgraphProvider>
  </QueryClientProvider>,
);

/** Composes the graph of Hive Gateway from the documents that the gateway's own graph is made of. */
import { defineConfig, loadGraphQLHTTPSubgraph } from '@graphql-mesh/compose-cli';
import { loadOpenAPISubgraph } from '@omnigraph/openapi';

const { UPSTREAM, RECEEVE, COLLECTMAXX } = process.env;
const operationHeaders = { authorization: 'bench' };

export const composeConfig = defineConfig({
  subgraphs: [
    { sourceHandler: loadOpenAPISubgraph('receeve', { source: RECEEVE, endpoint: UPSTREAM, operationHeaders }) },
    { sourceHandler: loadGraphQLHTTPSubgraph('collectmaxx', { endpoint: `${UPSTREAM}/graphql`, source: COLLECTMAXX, operationHeaders }) },
  ],
});

/** Hive Gateway over the composed graph, set for speed: compiled operations, batched lookups, nothing that is not needed. */
import { defineConfig } from '@graphql-hive/gateway';
import { parse, print } from 'graphql';

/** What a link asks of the remote for one claim; lookups of one tick travel in one request. */
const lookup = (reference, fields) =>
  parse(`{ payLinks(filters: { attributes: [{ id: "reference", equalTo: ${JSON.stringify(reference)} }] }, limit: 100) { items ${print(fields)} } }`).definitions[0].selectionSet;

export const gatewayConfig = defineConfig({
  supergraph: process.env.SUPERGRAPH,
  jit: true,
  // It would answer several callers by one call; the others of this bench share nothing between requests.
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: false } } },
  __experimental__batchExecution: true,
  pollingInterval: 3_600_000,
  logging: 'warn',
  requestId: false,
  disableWebsockets: true,
  additionalTypeDefs: 'extend type ClaimResponse { payLinks: [PayLink!] }',
  additionalResolvers: {
    ClaimResponse: {
      payLinks: {
        selectionSet: '{ claimReference }',
        resolve: async (root, _, context, info) => {
          const { payLinks } = await context.collectmaxx.Query.payLink({ root, context, info, selectionSet: (fields) => lookup(root.claimReference, fields) });
          return payLinks.items;
        },
      },
    },
  },
});

/**
 * What Receeve does and does not document, as its newer descriptions and its customers' pages tell:
 * 404 for an unknown account, 405 of the token call, and a page of claims where a limit is given.
 */
import { addStatus, operationOf, schemasOf } from '../amend.ts';
import type { OpenApiDocument } from '../contract/document.ts';

export function receevePractice(document: OpenApiDocument): void {
  addStatus(document, 404, { operationId: 'getAccount' });
  addStatus(document, 405, { operationId: 'getOauth2Token', body: false });
  const schemas = schemasOf(document);
  schemas['ClaimPage'] = {
    type: 'object',
    required: ['results', 'paginationId'],
    properties: {
      results: { type: 'array', items: { $ref: '#/components/schemas/ClaimResponse' } },
      paginationId: { type: ['string', 'null'] },
      numberOfPages: { type: 'integer' },
      limit: { type: 'integer' },
    },
  };
  const claims = (operationOf(document, 'getAccountClaims')['responses'] as Record<string, { content: Record<string, { schema: unknown }> }>)['200']?.content['application/json'];
  if (claims === undefined) throw new Error('The description of getAccountClaims has no JSON answer.');
  claims.schema = { oneOf: [claims.schema, { $ref: '#/components/schemas/ClaimPage' }] };
}

/**
 * What uCollect does and does not document. Its statuses are plain text with `format=string`; with
 * `format=json` they are taken to be that text as a JSON string. Errors of transport are nowhere.
 * An invite's e-mail address is marked as required although its text speaks of optional parameters.
 */
import { addStatus, operationOf, schemasOf } from '../amend.ts';
import type { OpenApiDocument } from '../contract/document.ts';

export function ucollectPractice(document: OpenApiDocument): void {
  for (const id of ['getOrganisationStatus', 'getInvoiceStatus', 'getContactStatus']) {
    const { content } = (operationOf(document, id)['responses'] as Record<string, { content: Record<string, unknown> }>)['200'] ?? { content: {} };
    content['application/json'] = content['text/plain'];
  }
  for (const status of [400, 401, 404]) addStatus(document, status);
  const invite = schemasOf(document)['SendInviteInput'] ?? {};
  invite['required'] = ['ContactID', 'OrgPGID'];
}

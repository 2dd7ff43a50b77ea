/** What CM does and does not document: it documents no error of the payment link calls but 404 of the reads. */
import { addStatus } from '../amend.ts';
import type { OpenApiDocument } from '../contract/document.ts';

export function cmPractice(document: OpenApiDocument): void {
  for (const status of [400, 401]) addStatus(document, status);
  addStatus(document, 404, { body: false });
}

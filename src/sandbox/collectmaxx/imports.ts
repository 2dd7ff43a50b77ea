/**
 * Imports. Rows are read at once and answered one by one; a file is always answered `queued`, and
 * later searches find it running and then done, or in error where there was nothing in it.
 */
import { isoDate } from '../clock.ts';
import type { Random } from '../random.ts';
import { GraphQLError } from 'graphql';
import { centsOf, currencyOf } from './creates.ts';
import type { Batch, CollectmaxxState } from './state.ts';
import { addPayLink } from './state.ts';

type Text = string | null | undefined;

export interface Row {
  reference: string;
  script?: Text;
  personFamilyName?: Text;
  toMailAddress?: Text;
  toPhoneNumbers?: string[] | null;
  invoiceReference?: Text;
  invoiceCurrency?: Text;
  invoiceAmount?: Text;
}

/** The scripts of this account, and what they do. */
const scripts: Record<string, { origin: string; payLink: boolean; needs: 'toMailAddress' | 'toPhoneNumbers' }> = {
  '1001': { origin: 'mail', payLink: true, needs: 'toMailAddress' },
  '1003': { origin: 'sms', payLink: true, needs: 'toPhoneNumbers' },
  '18301': { origin: 'voice', payLink: false, needs: 'toPhoneNumbers' },
};
const extensions = ['csv', 'xml', 'xlsx', 'xls', 'ods'];

interface Message {
  context: string;
  message: string;
  level: string;
}

export interface ImportOptions {
  state: CollectmaxxState;
  random: Random;
  now: number;
  file?: { extension: string; contents: string } | null | undefined;
  rows?: Row[] | null | undefined;
}

export function addRecords(options: ImportOptions): Record<string, unknown> {
  const { state, random, now, file, rows } = options;
  if (file != null && !extensions.includes(file.extension)) throw new GraphQLError(`extension must be one of ${extensions.join(', ')}, got "${file.extension}".`);
  const records = (rows ?? []).map((row) => addRow(options, row));
  const ahead: Batch['status'][] = file == null ? [] : file.contents === '' ? ['running', 'error'] : ['running', 'done'];
  const status = file != null ? 'queued' : records.length === 0 ? 'empty' : 'done';
  const batch: Batch = { name: `${isoDate(now).replaceAll('-', '')}-${random.integer(100, 999)}`, action: 'IMPORT', status, ahead };
  state.batches.push(batch);
  return { name: batch.name, action: batch.action, status, records };
}

function addRow({ state, random, now }: ImportOptions, row: Row): Record<string, unknown> {
  const scriptId = row.script ?? '';
  const script = Object.hasOwn(scripts, scriptId) ? scripts[scriptId] : undefined;
  const messages: Message[] = [];
  const refuse = (context: string, message: string) => messages.push({ context, message, level: 'error' });
  if (row.reference === '') refuse('reference', 'A reference is required.');
  if (script === undefined) refuse('script', `Script "${scriptId}" does not exist.`);
  else if (isBlank(row[script.needs])) refuse(script.needs, `${script.needs} is required by script ${scriptId}.`);
  if (script?.payLink) {
    attempt(() => centsOf(row.invoiceAmount), (message) => refuse('invoiceAmount', message));
    attempt(() => currencyOf(row.invoiceCurrency), (message) => refuse('invoiceCurrency', message));
  }
  if (messages.length > 0 || script === undefined) return { scriptId, status: 'rejected', reference: row.reference, messages };
  if (script.payLink) {
    addPayLink(state, random, {
      attributes: [
        { id: 'origin', value: script.origin },
        { id: 'script', value: scriptId },
        { id: 'reference', value: row.reference },
      ],
      personName: row.personFamilyName ?? '',
      createdOn: now,
      invoice: { amount: centsOf(row.invoiceAmount), currency: currencyOf(row.invoiceCurrency), reference: row.invoiceReference ?? '' },
    });
  } else {
    const key = `${scriptId}\n${row.reference}`;
    state.calls.set(key, (state.calls.get(key) ?? 0) + 1);
  }
  return { scriptId, status: 'accepted', reference: row.reference, messages };
}

function isBlank(value: Text | string[]): boolean {
  return value == null || value.length === 0;
}

function attempt(action: () => unknown, failed: (message: string) => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    failed(error.message);
  }
}

/**
 * Which reference of one system is which of another: the one place where that stands. Each rule can be
 * replaced by the YAML file that LINKS_FILE names; a rule that is not in it stays as it is here.
 *
 *   Claim.invoiceStatus:               # the link
 *     invoiceId: meta.xeroInvoiceId    # what the other system asks for: the field that holds it
 *
 * A value is a text field of the link's own type, or `meta.<key>` where the type has a meta. Rules of
 * attributes name an attribute of a PayLink instead.
 */
import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';

export interface LinkRules {
  /** uCollect's contact. */
  'Debtor.contactStatus': { contactId: string };
  'Debtor.payNowURL': { contactId: string };
  /** uCollect's invoice. */
  'Claim.invoiceStatus': { invoiceId: string };
  /** PayLinks whose attribute has the value of the account's or claim's field. */
  'Account.payLinks': { attribute: string; equals: string };
  'Claim.payLinks': { attribute: string; equals: string };
  /** The attribute that names the claim of a PayLink which was not reached through a claim or an account. */
  'PayLink.claimReference': { attribute: string };
  /** The field that names the claim of a PaymentLink which was not reached through one. */
  'PaymentLink.claimReference': { field: string };
}

/** Why the rules cannot be used: one sentence each. */
export class LinkRulesError extends Error {
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.name = 'LinkRulesError';
  }
}

export const defaultRules: LinkRules = {
  'Debtor.contactStatus': { contactId: 'debtorReference' },
  'Debtor.payNowURL': { contactId: 'debtorReference' },
  'Claim.invoiceStatus': { invoiceId: 'claimReference' },
  // The reference that a record was imported under; the service puts it on the PayLinks born from it.
  'Account.payLinks': { attribute: 'reference', equals: 'accountReference' },
  'Claim.payLinks': { attribute: 'reference', equals: 'claimReference' },
  'PayLink.claimReference': { attribute: 'reference' },
  'PaymentLink.claimReference': { field: 'merchantReference' },
};

/** Members whose value is a field of the type; the others name an attribute. */
const fieldMembers = new Set(['contactId', 'invoiceId', 'equals', 'field']);
/** The type's fields that hold one text. */
const textFields: Readonly<Record<string, readonly string[]>> = {
  Debtor: ['debtorReference', 'ssn', 'companyName'],
  Account: ['accountReference', 'paymentReference', 'portfolioReference'],
  Claim: ['claimReference', 'accountReference', 'paymentReference', 'productReference', 'portfolioReference', 'creditorReference', 'accountNumber'],
  PaymentLink: ['merchantReference', 'invoiceReference'],
};
const withMeta = new Set(['Account', 'Claim']);

/** The default rules with those of the file, if one is named. Throws a `LinkRulesError` with all that is wrong. */
export async function readLinkRules(file: string | undefined): Promise<LinkRules> {
  if (file === undefined) return defaultRules;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new LinkRulesError([`LINKS_FILE names a file that cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}): expected a YAML file of link rules.`]);
  }
  return parseLinkRules(text);
}

/** Throws a `LinkRulesError` with all that is wrong. */
export function parseLinkRules(text: string): LinkRules {
  const found = readYAML(text);
  const rules = structuredClone(defaultRules) as unknown as Record<string, Record<string, string>>;
  const problems: string[] = [];
  for (const [name, given] of Object.entries(found)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) {
      problems.push(`LINKS_FILE has the rule ${quoted(name)}, which there is not: expected ${listed(Object.keys(rules))}.`);
      continue;
    }
    if (!isObject(given)) {
      problems.push(`LINKS_FILE has ${kindOf(given)} as the rule ${name}: expected ${listed(Object.keys(rule))}.`);
      continue;
    }
    for (const [member, value] of Object.entries(given)) {
      const problem = problemOf({ name, rule, member, value });
      if (problem === undefined) rule[member] = value as string;
      else problems.push(problem);
    }
  }
  if (problems.length > 0) throw new LinkRulesError(problems);
  return rules as unknown as LinkRules;
}

function problemOf({ name, rule, member, value }: { name: string; rule: Record<string, string>; member: string; value: unknown }): string | undefined {
  if (!Object.hasOwn(rule, member)) return `LINKS_FILE has ${quoted(member)} in the rule ${name}: expected ${listed(Object.keys(rule))}.`;
  if (typeof value !== 'string' || value.trim() !== value || value === '') return `LINKS_FILE has ${kindOf(value)} as ${name}.${member}: expected text.`;
  if (!fieldMembers.has(member)) return undefined;
  const type = name.slice(0, name.indexOf('.'));
  const fields = textFields[type] ?? [];
  if (fields.includes(value) || (withMeta.has(type) && /^meta\../.test(value))) return undefined;
  return `LINKS_FILE has ${quoted(value)} as ${name}.${member}, which is no text field of ${type}: expected ${listed([...fields, ...(withMeta.has(type) ? ['meta.<key>'] : [])])}.`;
}

function readYAML(text: string): Record<string, unknown> {
  const document = parseDocument(text, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    const at = error.linePos?.[0];
    throw new LinkRulesError([`LINKS_FILE is no YAML${at ? ` (line ${at.line}, column ${at.col})` : ''}: expected a mapping of link rules.`]);
  }
  let value: unknown;
  try {
    // A few aliases could fill gigabytes.
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    throw new LinkRulesError(['LINKS_FILE has more aliases than rules could need: expected a mapping of link rules.']);
  }
  if (value === null || value === undefined) return {};
  if (isObject(value)) return value;
  throw new LinkRulesError([`LINKS_FILE holds ${kindOf(value)}: expected a mapping of link rules.`]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (value === '') return 'empty text';
  if (typeof value === 'string') return value.trim() === value ? 'text' : 'text with blanks around it';
  return typeof value === 'object' ? 'a mapping' : `a ${typeof value}`;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? `${names[0]}` : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

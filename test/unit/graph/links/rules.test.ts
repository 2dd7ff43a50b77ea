/** Link rules: the built-in ones, what a file changes, and every way in which a file can be wrong. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { defaultRules, parseLinkRules, readLinkRules } from '../../../../src/graph/links/rules.ts';

describe('a file of link rules', () => {
  it.each(['', '# nothing but a comment\n', '{}', 'null'])('of %j changes nothing', (text) => {
    expect(parseLinkRules(text)).toEqual(defaultRules);
  });

  it('changes what it names and leaves the rest', () => {
    const rules = parseLinkRules('Claim.invoiceStatus: { invoiceId: meta.xeroInvoiceId }\nClaim.payLinks:\n  equals: paymentReference\nPayLink.claimReference: { attribute: customer_claim }\n');
    expect(rules).toEqual({
      ...defaultRules,
      'Claim.invoiceStatus': { invoiceId: 'meta.xeroInvoiceId' },
      'Claim.payLinks': { attribute: 'reference', equals: 'paymentReference' },
      'PayLink.claimReference': { attribute: 'customer_claim' },
    });
    expect(defaultRules['Claim.payLinks'].equals).toBe('claimReference');
  });

  const all = 'Debtor.contactStatus, Debtor.payNowURL, Claim.invoiceStatus, Account.payLinks, Claim.payLinks, PayLink.claimReference or PaymentLink.claimReference';
  const ofClaim = 'claimReference, accountReference, paymentReference, productReference, portfolioReference, creditorReference, accountNumber or meta.<key>';
  it.each([
    ['Claim.status: { invoiceId: claimReference }', `LINKS_FILE has the rule "Claim.status", which there is not: expected ${all}.`],
    ['__proto__: { a: b }', `LINKS_FILE has the rule "__proto__", which there is not: expected ${all}.`],
    ['Claim.invoiceStatus: claimReference', 'LINKS_FILE has text as the rule Claim.invoiceStatus: expected invoiceId.'],
    ['Claim.payLinks: [reference]', 'LINKS_FILE has a list as the rule Claim.payLinks: expected attribute or equals.'],
    ['Claim.payLinks:', 'LINKS_FILE has nothing as the rule Claim.payLinks: expected attribute or equals.'],
    ['Claim.invoiceStatus: { contactId: claimReference }', 'LINKS_FILE has "contactId" in the rule Claim.invoiceStatus: expected invoiceId.'],
    ['Claim.invoiceStatus: { invoiceId: 12 }', 'LINKS_FILE has a number as Claim.invoiceStatus.invoiceId: expected text.'],
    ['Claim.invoiceStatus: { invoiceId: "" }', 'LINKS_FILE has empty text as Claim.invoiceStatus.invoiceId: expected text.'],
    ['Claim.invoiceStatus: { invoiceId: " claimReference" }', 'LINKS_FILE has text with blanks around it as Claim.invoiceStatus.invoiceId: expected text.'],
    ['Claim.invoiceStatus: { invoiceId: amount }', `LINKS_FILE has "amount" as Claim.invoiceStatus.invoiceId, which is no text field of Claim: expected ${ofClaim}.`],
    ['Claim.invoiceStatus: { invoiceId: meta. }', `LINKS_FILE has "meta." as Claim.invoiceStatus.invoiceId, which is no text field of Claim: expected ${ofClaim}.`],
    ['Debtor.contactStatus: { contactId: meta.id }', 'LINKS_FILE has "meta.id" as Debtor.contactStatus.contactId, which is no text field of Debtor: expected debtorReference, ssn or companyName.'],
    ['- Claim.payLinks', 'LINKS_FILE holds a list: expected a mapping of link rules.'],
    ['just text', 'LINKS_FILE holds text: expected a mapping of link rules.'],
    ['a: [1, 2', 'LINKS_FILE is no YAML (line 1, column 9): expected a mapping of link rules.'],
  ])('%j is refused in a sentence', (text, sentence) => {
    expect(() => parseLinkRules(text)).toThrow(new Error(sentence));
  });

  it('is told all that is wrong with it at once', () => {
    expect(() => parseLinkRules('A: {}\nB: {}\n')).toThrow(/^LINKS_FILE has the rule "A".*\nLINKS_FILE has the rule "B"/);
  });

  it('whose aliases grow without end is refused', () => {
    const levels = Array.from({ length: 12 }, (_, index) => `a${index}: &a${index} [${Array.from({ length: 9 }, () => (index === 0 ? 'x' : `*a${index - 1}`)).join(', ')}]`);
    expect(() => parseLinkRules(levels.join('\n'))).toThrow(/more aliases than rules could need/);
  });

  it('that is not there is said without its path', async () => {
    await expect(readLinkRules('/nowhere/at/all.yaml')).rejects.toThrow(new Error('LINKS_FILE names a file that cannot be read (ENOENT): expected a YAML file of link rules.'));
    expect(await readLinkRules(undefined)).toBe(defaultRules);
  });

  it('is read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rules-'));
    await writeFile(join(folder, 'links.yaml'), 'PaymentLink.claimReference: { field: invoiceReference }');
    expect((await readLinkRules(join(folder, 'links.yaml')))['PaymentLink.claimReference']).toEqual({ field: 'invoiceReference' });
    await rm(folder, { recursive: true });
  });
});

/**
 * What was sent to the debtors: for each claim a mail, for many a second one as text and HTML, for some
 * an SMS or a letter. The text of a message is made when it is read, and is the same each time.
 */
import { createHash } from 'node:crypto';
import { isoDate } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Communication, ReceeveState } from '../receeve/state.ts';
import type { DemoClaim, Portfolio } from './portfolio.ts';
import { day } from './portfolio.ts';

const templates = {
  reminder: { kind: 'email', days: 5, bundleName: 'Friendly reminder' },
  notice: { kind: 'email', days: 19, bundleName: 'Final notice' },
  sms: { kind: 'SMS', days: 9, bundleName: 'SMS reminder' },
  letter: { kind: 'letter', days: 26, bundleName: 'Letter before action' },
} as const;
type Template = keyof typeof templates;

export function addCommunications(portfolio: Portfolio, options: { state: ReceeveState; random: Random }): void {
  const { state, random } = options;
  const bundles = Object.fromEntries(Object.keys(templates).map((name) => [name, random.uuid()]));
  portfolio.claims.forEach((claim, index) => {
    const names: Template[] = ['reminder', ...(index % 2 === 0 ? (['notice'] as const) : []), ...(index % 5 === 0 ? (['sms'] as const) : []), ...(index % 11 === 0 ? (['letter'] as const) : [])];
    const sent = names.map((name): Communication => {
      const { kind, days, bundleName } = templates[name];
      const messageURL = `/Operations/${kind.toLowerCase()}/Message/${random.uuid()}.eml`;
      const at = claim.dueAt + days * day;
      state.messages.set(messageURL, () => eml(name, { claim, at, id: messageURL }));
      return { claimReference: claim.claimReference, communicationType: kind, messageURL, at, bundleId: bundles[name] ?? '', bundleName };
    });
    state.communications.set(claim.claimReference, sent.sort((a, b) => a.at - b.at));
  });
}

function eml(template: Template, options: { claim: DemoClaim; at: number; id: string }): string {
  const { claim, at, id } = options;
  const { person } = claim;
  const messageId = `${createHash('sha256').update(id).digest('hex').slice(0, 24)}@mail.example.com`;
  const { subject, text, html } = words(template, claim);
  const shared = [`Message-ID: <${messageId}>`, `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`, 'MIME-Version: 1.0'];
  if (template === 'sms') return [...shared, ...part('text/plain', text)].join('\r\n');
  const head = [...shared, 'From: "Voorbeeld Incasso" <desk@example.com>', `To: ${phrase(person.name)} <${person.email}>`, `Subject: ${word(subject)}`];
  if (html === undefined) return [...head, ...part('text/plain', text)].join('\r\n');
  const boundary = `=_${messageId.slice(0, 16)}`;
  return [
    ...head,
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    ...part('text/plain', text),
    `--${boundary}`,
    ...part('text/html', html),
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

function words(template: Template, claim: DemoClaim): { subject: string; text: string; html?: string } {
  const { person, claimReference, dueAt } = claim;
  const amount = `€ ${euros(claim.amount + claim.totalFees)}`;
  const german = person.language === 'DE';
  const due = isoDate(dueAt);
  const text = german
    ? `Guten Tag ${person.name},\r\n\r\ndie Forderung ${claimReference} über ${amount} war am ${due} fällig. Bitte überweisen Sie den Betrag oder rufen Sie uns an.\r\n\r\nMit freundlichen Grüßen\r\nVoorbeeld Incasso`
    : `Beste ${person.name},\r\n\r\nde vordering ${claimReference} van ${amount} had vóór ${due} betaald moeten zijn. Wilt u het bedrag overmaken of ons bellen?\r\n\r\nMet vriendelijke groet\r\nVoorbeeld Incasso`;
  if (template === 'sms') return { subject: '', text: german ? `Forderung ${claimReference}: ${amount} ist offen.` : `Vordering ${claimReference}: ${amount} staat open.` };
  if (template !== 'notice') return { subject: german ? `Zahlungserinnerung für ${claimReference}` : `Herinnering: vordering ${claimReference} – nog niet betaald`, text };
  const html = `<html><body><p>${escaped(text).replaceAll('\r\n\r\n', '</p><p>').replaceAll('\r\n', '<br>')}</p><p><a href="https://landing.example.com/c/${claimReference}">${german ? 'Jetzt zahlen' : 'Nu betalen'}</a></p></body></html>`;
  return { subject: german ? `Letzte Mahnung – ${claimReference}` : `Laatste aanmaning – ${claimReference}`, text, html };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function part(type: string, text: string): string[] {
  return [`Content-Type: ${type}; charset=utf-8`, 'Content-Transfer-Encoding: quoted-printable', '', quotedPrintable(text)];
}

/** 123456 cents as `1.234,56`. */
function euros(cents: number): string {
  const digits = String(cents).padStart(3, '0');
  return `${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, '.')},${digits.slice(-2)}`;
}

/** A name before an address: quoted, for a full stop in it is not allowed outside. */
function phrase(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? `"${text}"` : word(text);
}

/** A header's text; RFC 2047 where it is not ASCII. */
function word(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}

/** RFC 2045: no line longer than 76 characters. */
function quotedPrintable(text: string): string {
  return text
    .split('\r\n')
    .map((line) => {
      const codes = [...Buffer.from(line)].map((byte) => (byte >= 32 && byte <= 126 && byte !== 61 ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`));
      let width = 0;
      return codes
        .map((code) => {
          width += code.length;
          if (width <= 75) return code;
          width = code.length;
          return `=\r\n${code}`;
        })
        .join('');
    })
    .join('\r\n');
}

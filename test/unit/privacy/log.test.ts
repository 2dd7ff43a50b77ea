/** The second line of defence: a line that should not have been written. */
import { describe, expect, it } from '@jest/globals';
import { createLog } from '../../../src/privacy/log.ts';
import { lazyMarkers } from '../../../src/privacy/main.ts';
import { parseDocuments } from '../../../src/rest/main.ts';
import { readSchemaFolder } from '../../../src/server/schemaFolder.ts';

const { documents, links, events, sensitive } = await readSchemaFolder();
const markers = lazyMarkers({ documents: [...parseDocuments(documents).map(({ ast }) => ast), links ?? '', events ?? ''].filter((one) => one !== ''), list: sensitive });

function logged(line: object, names: () => ReadonlySet<string> = () => markers().names): any {
  const lines: string[] = [];
  createLog({ level: 'trace', names, destination: { write: (text) => void lines.push(text) } }).warn(line, 'a line');
  return JSON.parse(lines.join(''));
}

const secret = 'Jane Doe 4711';

describe('a log line', () => {
  it('keeps what it is made of', () => {
    const line = { requestId: 'r-1', system: 'receeve', operation: 'account', ms: 1.5, code: 'UPSTREAM_TIMEOUT', status: 504, codes: ['A'], error: { name: 'TypeError', message: 'm', stack: ['at x'], cause: { name: 'Error' } }, from: 'apollo', lifetimeMs: 1, ok: true, none: null };
    expect(logged(line)).toMatchObject({ ...line, msg: 'a line', level: 40 });
  });

  it('withholds what stands under a name that is sensitive in the schema, at any depth', () => {
    const names = [...markers().names];
    expect(names).toEqual(expect.arrayContaining(['firstName', 'birthday', 'ssn', 'SSN', 'email', 'toMailAddress', 'html', 'accountNumber', 'callback_url', 'callbackUrl', 'PGToken', 'paymentURL', 'personName', 'uri', 'landingPageURL']));
    // These name something else in a line: a system's state, an error's name.
    const own = new Set(['from', 'message', 'name', 'state', 'title']);
    for (const name of names.filter((one) => !own.has(one))) {
      expect({ name, line: JSON.stringify(logged({ [name]: secret, a: [{ b: { [name]: { c: secret } } }] })) }).toEqual({ name, line: expect.not.stringContaining('Jane') });
    }
  });

  it.each(['authorization', 'Authorization', 'X-AUTH-TOKEN', 'apiKey', 'APIKey', 'cookie', 'set-cookie', 'headers', 'body', 'variables', 'query', 'access_token', 'client_secret', 'password', 'url'])('withholds %s, which holds no facts by custom', (name) => {
    expect(JSON.stringify(logged({ [name]: secret, deep: { [name]: [secret] } }))).not.toContain('Jane');
  });

  it('withholds what is no plain data', () => {
    const line = { a: new Error(secret), b: new Map([[secret, secret]]), c: new Set([secret]), d: Buffer.from(secret), e: Object.assign(() => secret, { secret }), f: Symbol(secret) };
    const text = JSON.stringify(logged(line));
    expect(text).not.toMatch(/Jane|SmFuZ/);
    let deep: object = { a: secret };
    for (let i = 0; i < 20; i++) deep = { deep };
    expect(JSON.stringify(logged(deep))).not.toContain('Jane');
  });

  it('is written even where nobody knows what is sensitive: then all is', () => {
    const line = logged({ requestId: 'r-1', firstName: secret, whatever: secret }, () => {
      throw new Error('no markers');
    });
    expect(line).toMatchObject({ requestId: 'r-1', firstName: '(withheld)', whatever: '(withheld)' });
  });
});

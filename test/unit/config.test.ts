import { describe, expect, it } from '@jest/globals';
import { ConfigError, configVariables, readConfig, readSystems } from '../../src/config.ts';
import type { Source } from '../../src/rest/source.ts';

const receeve: Source = { name: 'receeve', variables: ['clientId'], credentials: [{ name: 'oauth2', type: 'OAUTH2', tokenPath: '/v1/oauth2/token', client: 'BASIC' }] };
const ucollect: Source = { name: 'ucollect', baseURL: 'http://app.ucollect.example', variables: ['ledger', 'user'], credentials: [{ name: 'apiKey', type: 'API_KEY', header: 'APIKey' }] };
const cm: Source = { name: 'cm', baseURL: 'https://api.cmpayments.com', variables: [], credentials: [{ name: 'oauth2', type: 'OAUTH2', tokenPath: '/auth/v1/token', client: 'FORM' }] };
const sources = [receeve, ucollect, cm];

const receeveEnv = { RECEEVE_URL: 'https://api.customer.example/', RECEEVE_CLIENT_ID: 'c0ffee', RECEEVE_API_CLIENT: 'the-client', RECEEVE_API_SECRET: 'the secret: ü' };
const allEnv = { ...receeveEnv, COLLECTMAXX_API_KEY: 'cmx', UCOLLECT_API_KEY: 'uck', CM_CLIENT_ID: 'cm-id', CM_CLIENT_SECRET: 'cm-secret' };

function problems(env: Record<string, string>, of: readonly Source[] = sources): string[] {
  try {
    readConfig(env, of);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the gateway\'s own variables', () => {
  it('have safe defaults', () => {
    expect(readConfig({}, sources)).toMatchObject({
      mode: 'sandbox', host: '127.0.0.1', port: 4000, upstreamTimeoutMs: 10_000, requestDeadlineMs: 30_000, linkPatienceMs: 1000, upstreamConcurrency: 32, upstreamClient: 'http1',
      upstreamRetries: 2, circuitFailures: 5, circuitResetMs: 10_000, maxAnswerBytes: 67_108_864, maxBodyBytes: 10_485_760, maxUploadBytes: 52_428_800, maxSubscriptions: 20_000,
      introspection: true, graphiql: true, stacktraces: false, logLevel: 'info',
      systems: [], tenants: [], unconfigured: ['collectmaxx', 'receeve', 'ucollect', 'cm'],
      notes: ['GATEWAY_MODE is unset and no credential is set: sandbox mode, all systems are embedded stand-ins with invented data.'],
    });
  });

  it('are read', () => {
    expect(readConfig({
      PORT: '0', HOST: '::1', UPSTREAM_TIMEOUT_MS: '1', REQUEST_DEADLINE_MS: '3600000', LINK_PATIENCE_MS: '20', UPSTREAM_CONCURRENCY: ' 64 ', MAX_ANSWER_BYTES: '1000',
      MAX_BODY_BYTES: '2000', MAX_UPLOAD_BYTES: '3000', GATEWAY_INTROSPECTION: 'false', GATEWAY_STACKTRACES: 'true', LOG_LEVEL: 'silent', GATEWAY_MODE: 'sandbox',
    }, sources)).toMatchObject({
      port: 0, host: '::1', upstreamTimeoutMs: 1, requestDeadlineMs: 3_600_000, linkPatienceMs: 20, upstreamConcurrency: 64, maxAnswerBytes: 1000,
      maxBodyBytes: 2000, maxUploadBytes: 3000, introspection: false, graphiql: false, stacktraces: true, logLevel: 'silent', notes: [],
    });
  });

  it('blank is unset', () => {
    expect(readConfig({ PORT: '', LOG_LEVEL: '  ', GATEWAY_MODE: '', RECEEVE_API_SECRET: '' }, sources)).toMatchObject({ port: 4000, logLevel: 'info', mode: 'sandbox' });
  });

  it.each([
    ['PORT', '65536', 'PORT is "65536": expected a whole number of ports from 0 to 65535.'],
    ['PORT', '-1', 'PORT is "-1": expected a whole number of ports from 0 to 65535.'],
    ['PORT', '4e3', 'PORT is "4e3": expected a whole number of ports from 0 to 65535.'],
    ['PORT', '0x10', 'PORT is "0x10": expected a whole number of ports from 0 to 65535.'],
    ['PORT', '4000.5', 'PORT is "4000.5": expected a whole number of ports from 0 to 65535.'],
    ['HOST', 'a b', 'HOST is "a b": expected a host name or an IP address.'],
    ['UPSTREAM_TIMEOUT_MS', '0', 'UPSTREAM_TIMEOUT_MS is "0": expected a whole number of ms from 1 to 3600000.'],
    ['UPSTREAM_TIMEOUT_MS', '10s', 'UPSTREAM_TIMEOUT_MS is "10s": expected a whole number of ms from 1 to 3600000.'],
    ['REQUEST_DEADLINE_MS', 'never', 'REQUEST_DEADLINE_MS is "never": expected a whole number of ms from 1 to 3600000.'],
    ['LINK_PATIENCE_MS', '0', 'LINK_PATIENCE_MS is "0": expected a whole number of ms from 1 to 3600000.'],
    ['UPSTREAM_CONCURRENCY', '0', 'UPSTREAM_CONCURRENCY is "0": expected a whole number of calls from 1 to 10000.'],
    ['UPSTREAM_RETRIES', '11', 'UPSTREAM_RETRIES is "11": expected a whole number of attempts from 0 to 10.'],
    ['CIRCUIT_FAILURES', '0', 'CIRCUIT_FAILURES is "0": expected a whole number of attempts from 1 to 1000000.'],
    ['CIRCUIT_RESET_MS', '-1', 'CIRCUIT_RESET_MS is "-1": expected a whole number of ms from 1 to 3600000.'],
    ['MAX_BODY_BYTES', '10MiB', 'MAX_BODY_BYTES is "10MiB": expected a whole number of bytes from 1 to 1073741824.'],
    ['MAX_UPLOAD_BYTES', '99999999999999999999', 'MAX_UPLOAD_BYTES is "99999999999999999999": expected a whole number of bytes from 1 to 1073741824.'],
    ['MAX_ANSWER_BYTES', '0', 'MAX_ANSWER_BYTES is "0": expected a whole number of bytes from 1 to 1073741824.'],
    ['GATEWAY_INTROSPECTION', 'yes', 'GATEWAY_INTROSPECTION is "yes": expected true or false.'],
    ['GATEWAY_STACKTRACES', '1', 'GATEWAY_STACKTRACES is "1": expected true or false.'],
    ['GATEWAY_GRAPHIQL', 'TRUE', 'GATEWAY_GRAPHIQL is "TRUE": expected true or false.'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL is "loud": expected fatal, error, warn, info, debug, trace or silent.'],
    ['GATEWAY_MODE', 'Live', 'GATEWAY_MODE is "Live": expected sandbox or live.'],
  ])('%s=%s is refused in one sentence', (name, value, sentence) => {
    expect(problems({ [name]: value })).toEqual([sentence]);
  });

  it('a long value is not repeated in full', () => {
    expect(problems({ PORT: 'x'.repeat(1000) })[0]?.length).toBeLessThan(150);
  });

  it('all problems are told at once', () => {
    const found = problems({ PORT: 'x', LOG_LEVEL: 'y', RECEEVE_URL: 'z', GATEWAY_MODE: 'maybe' });
    expect(found).toHaveLength(5);
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' }, sources)).toThrow('PORT is "x"');
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' }, sources)).toThrow('LOG_LEVEL is "y"');
  });
});

describe('the mode', () => {
  it.each([
    [{}, 'sandbox'],
    [{ COLLECTMAXX_API_KEY: 'k' }, 'live'],
    [{ UCOLLECT_API_KEY: 'k' }, 'live'],
    [receeveEnv, 'live'],
    [{ CM_CLIENT_ID: 'i', CM_CLIENT_SECRET: 's' }, 'live'],
    [{ RECEEVE_URL: 'https://a.example', RECEEVE_CLIENT_ID: 'c', UCOLLECT_LEDGER: 'l' }, 'sandbox'],
    [{ GATEWAY_MODE: 'sandbox', ...allEnv }, 'sandbox'],
    [{ GATEWAY_MODE: 'live' }, 'live'],
    [{ NODE_ENV: 'production', COLLECTMAXX_API_KEY: 'k' }, 'live'],
    [{ NODE_ENV: 'production', GATEWAY_MODE: 'live', COLLECTMAXX_API_KEY: 'k' }, 'live'],
    [{ NODE_ENV: 'test' }, 'sandbox'],
  ])('of %j is %s', (env: Record<string, string>, mode) => {
    expect(readConfig(env, sources).mode).toBe(mode);
  });

  it('that nobody chose is said', () => {
    expect(readConfig({ COLLECTMAXX_API_KEY: 'k' }, sources).notes).toEqual(['GATEWAY_MODE is unset and credentials are set: live mode, calls go to the real systems.']);
    expect(readConfig({ GATEWAY_MODE: 'live' }, sources).notes).toEqual([]);
  });

  it('sandbox never talks to a real system, and says what it leaves aside', () => {
    const config = readConfig({ GATEWAY_MODE: 'sandbox', RECEEVE_API_SECRET: 's3cret', CM_URL: 'nonsense' }, sources);
    expect(config.systems).toEqual([]);
    expect(config.notes).toEqual(['Sandbox mode does not use RECEEVE_API_SECRET and CM_URL.']);
  });

  it('sandbox is refused in production', () => {
    expect(problems({ NODE_ENV: 'production', GATEWAY_MODE: 'sandbox', COLLECTMAXX_API_KEY: 'k' })).toEqual([
      'GATEWAY_MODE is "sandbox" and NODE_ENV is "production", where nothing is faked: expected GATEWAY_MODE to be live or unset.',
    ]);
  });

  it.each<Record<string, string>>([{}, { GATEWAY_MODE: 'live' }])('production without credentials (%j) is refused', (env: Record<string, string>) => {
    expect(problems({ NODE_ENV: 'production', ...env })).toEqual([
      'NODE_ENV is "production", where nothing is faked, and no system has credentials: expected those of at least one system ' +
        '(COLLECTMAXX_API_KEY; RECEEVE_API_CLIENT and RECEEVE_API_SECRET; UCOLLECT_API_KEY; CM_CLIENT_ID and CM_CLIENT_SECRET).',
    ]);
  });

  it('decides about introspection and GraphiQL unless they are set', () => {
    const live = { GATEWAY_MODE: 'live' };
    expect(readConfig(live, sources)).toMatchObject({ introspection: false, graphiql: false });
    expect(readConfig({ ...live, GATEWAY_INTROSPECTION: 'true' }, sources)).toMatchObject({ introspection: true, graphiql: true });
    expect(readConfig({ ...live, GATEWAY_GRAPHIQL: 'true' }, sources)).toMatchObject({ introspection: false, graphiql: true });
    expect(readConfig({ GATEWAY_GRAPHIQL: 'false' }, sources)).toMatchObject({ introspection: true, graphiql: false });
  });
});

describe('the four systems', () => {
  it('are configured with their documented names and addresses', () => {
    const limits = { timeoutMs: 10_000, concurrency: 32, client: 'http1', retries: 2, circuitFailures: 5, circuitResetMs: 10_000, maxAnswerBytes: 67_108_864 };
    const config = readConfig(allEnv, sources);
    expect(config.unconfigured).toEqual([]);
    expect(config.systems).toEqual([
      {
        name: 'collectmaxx', baseURL: 'https://reminders.alphacommapi.com/v1', variables: {}, ...limits,
        credentials: [{ type: 'API_KEY', name: 'apiKey', header: 'X-AUTH-TOKEN', key: 'cmx' }], defaultCredential: 'apiKey',
      },
      {
        name: 'receeve', baseURL: 'https://api.customer.example', variables: { clientId: 'c0ffee' }, ...limits,
        credentials: [{ type: 'OAUTH2', name: 'oauth2', tokenPath: '/v1/oauth2/token', client: 'BASIC', id: 'the-client', secret: 'the secret: ü', scheme: 'raw' }],
      },
      {
        name: 'ucollect', baseURL: 'https://app.ucollect.biz', variables: {}, ...limits,
        credentials: [{ type: 'API_KEY', name: 'apiKey', header: 'APIKey', key: 'uck' }],
      },
      {
        name: 'cm', baseURL: 'https://api.cmpayments.com', variables: {}, ...limits,
        credentials: [{ type: 'OAUTH2', name: 'oauth2', tokenPath: '/auth/v1/token', client: 'FORM', id: 'cm-id', secret: 'cm-secret', scheme: 'bearer' }],
      },
    ]);
  });

  it('take other addresses, the defaults of arguments and the limits', () => {
    const { systems } = readConfig({ ...allEnv, UCOLLECT_LEDGER: 'My Ledger', UCOLLECT_USER: 'a@b.example', UCOLLECT_URL: 'http://127.0.0.1:99/x//', UPSTREAM_TIMEOUT_MS: '5', UPSTREAM_CONCURRENCY: '6', UPSTREAM_RETRIES: '0', CIRCUIT_FAILURES: '8', CIRCUIT_RESET_MS: '9', MAX_ANSWER_BYTES: '7' }, sources);
    expect(systems[2]).toMatchObject({ baseURL: 'http://127.0.0.1:99/x', variables: { ledger: 'My Ledger', user: 'a@b.example' }, timeoutMs: 5, concurrency: 6, retries: 0, circuitFailures: 8, circuitResetMs: 9, maxAnswerBytes: 7 });
  });

  it('the way of Receeve\'s token can be changed, CM\'s cannot', () => {
    const { systems } = readConfig({ ...allEnv, RECEEVE_AUTH_SCHEME: 'bearer', CM_AUTH_SCHEME: 'raw' }, sources);
    expect(systems.map(({ credentials: [one] }) => one?.type === 'OAUTH2' && one.scheme)).toEqual([false, 'bearer', false, 'bearer']);
    expect(problems({ ...allEnv, RECEEVE_AUTH_SCHEME: 'Bearer' })).toEqual(['RECEEVE_AUTH_SCHEME is "Bearer": expected raw or bearer.']);
  });

  it('need Receeve\'s host even if its document prints one', () => {
    expect(problems({ ...receeveEnv, RECEEVE_URL: '' }, [{ ...receeve, baseURL: 'https://api.receeve-demo.example' }])).toEqual(['receeve is configured in part: RECEEVE_URL is missing.']);
  });

  it.each([
    [{ RECEEVE_API_SECRET: 's3cret' }, 'receeve is configured in part: RECEEVE_URL, RECEEVE_CLIENT_ID and RECEEVE_API_CLIENT are missing.'],
    [{ RECEEVE_URL: 'https://a.example' }, 'receeve is configured in part: RECEEVE_CLIENT_ID, RECEEVE_API_CLIENT and RECEEVE_API_SECRET are missing.'],
    [{ CM_CLIENT_ID: 'i' }, 'cm is configured in part: CM_CLIENT_SECRET is missing.'],
    [{ CM_CLIENT_ID: 'i', CM_CLIENT_SECRET: ' ' }, 'cm is configured in part: CM_CLIENT_SECRET is missing.'],
    [{ UCOLLECT_USER: 'u' }, 'ucollect is configured in part: UCOLLECT_API_KEY is missing.'],
    [{ COLLECTMAXX_URL: 'https://a.example' }, 'collectmaxx is configured in part: COLLECTMAXX_API_KEY is missing.'],
  ])('in part (%j) end the start', (env: Record<string, string>, sentence) => {
    expect(problems({ GATEWAY_MODE: 'live', ...env })).toEqual([sentence]);
  });

  it('that are configured leave the others absent', () => {
    const config = readConfig({ CM_CLIENT_ID: 'i', CM_CLIENT_SECRET: 's' }, sources);
    expect(config.systems.map(({ name }) => name)).toEqual(['cm']);
    expect(config.unconfigured).toEqual(['collectmaxx', 'receeve', 'ucollect']);
  });

  it.each([
    ['nonsense', 'expected an address like https://host or https://host/path'],
    ['ftp://a.example', 'expected an address like https://host or https://host/path'],
    ['//a.example', 'expected an address like https://host or https://host/path'],
    ['https://a.example/b c', 'expected an address like https://host or https://host/path'],
    ['https://a.example\r\nx: y', 'expected an address like https://host or https://host/path'],
    ['https:\\\\a.example', 'expected an address like https://host or https://host/path'],
    ['https://user:hunter2@a.example', 'expected an address without user and password: credentials have variables of their own'],
    ['https://user@a.example', 'expected an address without user and password: credentials have variables of their own'],
    ['https://a.example/?key=hunter2', 'expected an address without query and fragment'],
    ['https://a.example/?', 'expected an address without query and fragment'],
    ['https://a.example/#x', 'expected an address without query and fragment'],
  ])('at the address %j are refused, and it is not repeated', (url, expected) => {
    const found = problems({ ...allEnv, RECEEVE_URL: url });
    expect(found).toEqual([`RECEEVE_URL cannot be used: ${expected}.`]);
  });

  it.each([
    ['https://a.example', 'https://a.example'],
    ['https://A.example:443/', 'https://a.example'],
    [' http://127.0.0.1:4010/v1/// ', 'http://127.0.0.1:4010/v1'],
    ['http://[::1]:1/', 'http://[::1]:1'],
  ])('at the address %j are at %s', (url, baseURL) => {
    expect(readConfig({ ...allEnv, RECEEVE_URL: url }, sources).systems[1]?.baseURL).toBe(baseURL);
  });

  it.each([
    ['COLLECTMAXX_API_KEY', 'hunter2\r\nx-admin: 1', 'expected a secret without line breaks and control characters'],
    ['COLLECTMAXX_API_KEY', 'hunter2\n', 'expected a secret without line breaks and control characters'],
    ['COLLECTMAXX_API_KEY', ' hunter2', 'expected a secret without blanks around it'],
    ['COLLECTMAXX_API_KEY', 'hunter2é', 'expected a secret of ASCII characters, as HTTP headers can carry'],
    ['RECEEVE_API_SECRET', 'hunter2\u0000', 'expected a secret without line breaks and control characters'],
    ['RECEEVE_API_CLIENT', 'hunter2:x', 'expected a user name without a colon'],
    ['CM_CLIENT_SECRET', 'hunter2\t', 'expected a secret without line breaks and control characters'],
  ])('with the secret %s=%j are refused, and it is not repeated', (name, value, expected) => {
    const found = problems({ ...allEnv, [name]: value });
    expect(found).toEqual([`${name} cannot be used: ${expected}.`]);
    expect(found.join()).not.toContain('hunter2');
  });

  it('with a line break in a value of a path are refused', () => {
    expect(problems({ ...allEnv, RECEEVE_CLIENT_ID: 'a\nb' })).toEqual(['RECEEVE_CLIENT_ID is "a\\nb": expected text without line breaks and control characters.']);
  });

  it('over http and far away are said to be in clear text; on this machine they are not', () => {
    const live = { GATEWAY_MODE: 'live', UCOLLECT_API_KEY: 'k' };
    expect(readConfig({ ...live, UCOLLECT_URL: 'http://app.ucollect.example' }, sources).notes).toEqual([
      'The address of ucollect is http: its credentials and data cross the network in clear text.',
    ]);
    for (const UCOLLECT_URL of ['http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1', 'https://app.ucollect.example']) {
      expect(readConfig({ ...live, UCOLLECT_URL }, sources).notes).toEqual([]);
    }
  });
});

describe('any other source', () => {
  const source = (rest: Partial<Source>): Source => ({ name: 'myApi-2', baseURL: 'https://api.example/v2', variables: [], credentials: [], ...rest });
  const system = (of: Source, env: Record<string, string>) => readConfig({ GATEWAY_MODE: 'live', ...env }, [of]).systems.find(({ name }) => name === of.name);

  it('has the prefix of its name', () => {
    expect(system(source({ variables: ['tenantId'] }), { MY_API_2_TENANT_ID: 't', MY_API_2_URL: 'https://other.example' })).toMatchObject({ baseURL: 'https://other.example', variables: { tenantId: 't' } });
  });

  it('that needs nothing is configured', () => {
    expect(system(source({}), {})).toMatchObject({ baseURL: 'https://api.example/v2', credentials: [] });
  });

  it('without an address needs one', () => {
    expect(system(source({ baseURL: undefined }), {})).toBeUndefined();
    expect(system(source({ baseURL: undefined }), { MY_API_2_URL: 'https://a.example' })?.baseURL).toBe('https://a.example');
  });

  it.each([
    [{ name: 'c', type: 'API_KEY', header: 'X-Key' }, { MY_API_2_API_KEY: 'k' }, { type: 'API_KEY', name: 'c', header: 'X-Key', key: 'k' }],
    [{ name: 'c', type: 'BEARER' }, { MY_API_2_TOKEN: 't' }, { type: 'BEARER', name: 'c', token: 't' }],
    [{ name: 'c', type: 'BASIC' }, { MY_API_2_USER: 'u', MY_API_2_PASSWORD: 'p:ü' }, { type: 'BASIC', name: 'c', user: 'u', password: 'p:ü' }],
    [{ name: 'c', type: 'OAUTH2', tokenPath: '/t' }, { MY_API_2_CLIENT_ID: 'i', MY_API_2_CLIENT_SECRET: 's' }, { type: 'OAUTH2', name: 'c', tokenPath: '/t', client: 'FORM', id: 'i', secret: 's', scheme: 'bearer' }],
  ] as const)('with the credential %j', (credential, env: Record<string, string>, config) => {
    expect(system(source({ credentials: [credential] }), env)?.credentials).toEqual([config]);
    expect(problems({ GATEWAY_MODE: 'live', MY_API_2_URL: 'https://a.example' }, [source({ credentials: [credential] })])).toHaveLength(1);
  });

  it('with two credentials of one type has both names', () => {
    const two = source({ credentials: [{ name: 'readKey', type: 'API_KEY', header: 'r' }, { name: 'writeKey', type: 'API_KEY', header: 'w' }] });
    expect(system(two, { MY_API_2_READ_KEY_API_KEY: '1', MY_API_2_WRITE_KEY_API_KEY: '2' })?.credentials).toMatchObject([{ header: 'r', key: '1' }, { header: 'w', key: '2' }]);
  });

  it('whose variables would have two meanings is refused', () => {
    const key = { name: 'c', type: 'API_KEY', header: 'k' } as const;
    expect(problems({ GATEWAY_MODE: 'live' }, [source({ variables: ['apiKey'], credentials: [key] })])).toEqual([
      'MY_API_2_API_KEY would have two meanings, one of myApi-2 and one of myApi-2: rename the variable or the source in its document.',
    ]);
    expect(problems({ GATEWAY_MODE: 'live' }, [source({ variables: ['url'] })])).toHaveLength(1);
  });
});

describe('readSystems', () => {
  const limits = { upstreamTimeoutMs: 1, upstreamConcurrency: 2, upstreamRetries: 0, circuitFailures: 4, circuitResetMs: 5, maxAnswerBytes: 3 };

  it('reads the systems alone, whatever the mode', () => {
    expect(readSystems({ ...allEnv, GATEWAY_MODE: 'sandbox' }, sources, limits).map(({ name, timeoutMs }) => [name, timeoutMs])).toEqual([
      ['collectmaxx', 1], ['receeve', 1], ['ucollect', 1], ['cm', 1],
    ]);
  });

  it('refuses half a configuration too', () => {
    expect(() => readSystems({ CM_CLIENT_ID: 'i' }, sources, limits)).toThrow('cm is configured in part: CM_CLIENT_SECRET is missing.');
  });
});

describe('configVariables', () => {
  const rows = configVariables(sources);

  it('name every variable once, each with a meaning', () => {
    const names = rows.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(rows.every(({ meaning }) => meaning.length > 5)).toBe(true);
    expect(names).toEqual(expect.arrayContaining([
      'PORT', 'HOST', 'GATEWAY_MODE', 'UPSTREAM_TIMEOUT_MS', 'REQUEST_DEADLINE_MS', 'UPSTREAM_CONCURRENCY', 'CIRCUIT_FAILURES', 'CIRCUIT_RESET_MS', 'MAX_BODY_BYTES', 'MAX_UPLOAD_BYTES',
      'COLLECTMAXX_URL', 'COLLECTMAXX_API_KEY', 'RECEEVE_URL', 'RECEEVE_CLIENT_ID', 'RECEEVE_API_CLIENT', 'RECEEVE_API_SECRET', 'RECEEVE_AUTH_SCHEME',
      'UCOLLECT_URL', 'UCOLLECT_API_KEY', 'UCOLLECT_LEDGER', 'UCOLLECT_USER', 'CM_URL', 'CM_CLIENT_ID', 'CM_CLIENT_SECRET',
    ]));
  });

  it('say the defaults that are really used, and what is secret', () => {
    const row = (wanted: string) => rows.find(({ name }) => name === wanted);
    expect(row('PORT')).toEqual({ name: 'PORT', default: '4000', meaning: 'port to listen on; 0 takes any free one' });
    expect(row('COLLECTMAXX_URL')?.default).toBe('https://reminders.alphacommapi.com/v1');
    expect(row('RECEEVE_URL')?.default).toBeUndefined();
    expect(row('RECEEVE_AUTH_SCHEME')?.default).toBe('raw');
    const secrets = rows.filter(({ secret }) => secret).map(({ name }) => name);
    expect(secrets).toEqual(expect.arrayContaining(['GATEWAY_JWT_SECRET', 'COLLECTMAXX_API_KEY', 'RECEEVE_API_SECRET', 'UCOLLECT_API_KEY', 'CM_CLIENT_SECRET']));
    expect(secrets).toEqual(expect.arrayContaining(rows.map(({ name }) => name).filter((name) => /(?:_SECRET|_PASSWORD|_TOKEN|(?<!PUBLIC)_KEY)$/.test(name))));
    const set = Object.fromEntries(rows.filter((one) => one.default !== undefined && !one.name.includes('_URL') && !one.name.includes('AUTH')).map((one) => [one.name, one.default]));
    expect(readConfig(set, sources)).toEqual(readConfig({}, sources));
  });
});

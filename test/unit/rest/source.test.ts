import { describe, expect, it } from '@jest/globals';
import { readSources } from '../../../src/rest/main.ts';
import { variableName } from '../../../src/rest/source.ts';

const read = (sdl: string, more = '') => readSources([{ name: 'a.graphql', sdl }, ...(more ? [{ name: 'b.graphql', sdl: more }] : [])]);

describe('sources', () => {
  it('are read with their variables and credentials', () => {
    expect(
      read(
        `extend schema @source(name: "receeve", variables: ["clientId"])
          @credential(source: "receeve", name: "oauth2", type: OAUTH2, tokenPath: "/v1/oauth2/token", client: BASIC)`,
        `extend schema @source(name: "ucollect", baseURL: "https://app.ucollect.biz/")
          @credential(source: "ucollect", name: "apiKey", type: API_KEY, header: "APIKey")
         extend schema @source(name: "cm", baseURL: "https://api.cmpayments.com")
          @credential(source: "cm", name: "oauth2", type: OAUTH2, tokenPath: "/auth/v1/token")
          @credential(source: "cm", name: "user", type: BASIC) @credential(source: "cm", name: "bearer", type: BEARER)`,
      ),
    ).toEqual([
      { name: 'receeve', variables: ['clientId'], credentials: [{ name: 'oauth2', type: 'OAUTH2', tokenPath: '/v1/oauth2/token', client: 'BASIC' }] },
      { name: 'ucollect', baseURL: 'https://app.ucollect.biz', variables: [], credentials: [{ name: 'apiKey', type: 'API_KEY', header: 'APIKey' }] },
      {
        name: 'cm', baseURL: 'https://api.cmpayments.com', variables: [],
        credentials: [{ name: 'oauth2', type: 'OAUTH2', tokenPath: '/auth/v1/token', client: 'FORM' }, { name: 'user', type: 'BASIC' }, { name: 'bearer', type: 'BEARER' }],
      },
    ]);
  });

  it.each([
    ['a source declared twice', 'extend schema @source(name: "a") @source(name: "a")', 'a.graphql: The source a is declared twice; declare it once.'],
    ['a source without a name', 'extend schema @source(name: "")', 'The source name "" is no name'],
    ['a baseURL with a query', 'extend schema @source(name: "a", baseURL: "https://a.test/?x=1")', 'The baseURL of a is "https://a.test/?x=1"; expected an http or https address'],
    ['a baseURL that is no URL', 'extend schema @source(name: "a", baseURL: "a.test")', 'The baseURL of a is "a.test"'],
    ['a credential of no source', 'extend schema @source(name: "a") @credential(source: "b", name: "k", type: BASIC)', 'belongs to the source b, which no document declares; found sources: a.'],
    ['a credential declared twice', 'extend schema @source(name: "a") @credential(source: "a", name: "k", type: BASIC) @credential(source: "a", name: "k", type: BEARER)', 'The credential k of a is declared twice'],
    ['a key without a header', 'extend schema @source(name: "a") @credential(source: "a", name: "k", type: API_KEY)', 'needs the request header that carries it; found header: null.'],
    ['a header that is none', 'extend schema @source(name: "a") @credential(source: "a", name: "k", type: API_KEY, header: "A B")', 'found header: "A B".'],
    ['OAUTH2 without a token path', 'extend schema @source(name: "a") @credential(source: "a", name: "k", type: OAUTH2)', 'needs a tokenPath that begins with /; found null.'],
    ['a header on BASIC', 'extend schema @source(name: "a") @credential(source: "a", name: "k", type: BASIC, header: "X")', 'takes no header'],
    ['a token path on BEARER', 'extend schema @source(name: "a") @credential(source: "a", name: "k", type: BEARER, tokenPath: "/t")', 'takes neither tokenPath nor client'],
    ['a type that does not exist', 'extend schema @source(name: "a") @credential(source: "a", name: "k", type: DIGEST)', 'a.graphql: @credential: Argument "type" has invalid value DIGEST.'],
    ['an argument that does not exist', 'extend schema @source(name: "a", url: "x")', '@source has no argument url; it takes name, baseURL, variables.'],
    ['text that is no SDL', 'type {', 'a.graphql:1:6: Syntax Error: Expected Name, found "{".'],
  ])('refuse %s', (_what, sdl, message) => {
    expect(() => read(sdl)).toThrow(message);
  });

  it('name the environment variable of a variable', () => {
    expect(variableName('receeve', 'clientId')).toBe('RECEEVE_CLIENT_ID');
    expect(variableName('ucollect', 'ledger')).toBe('UCOLLECT_LEDGER');
    expect(variableName('my-api', 'orgPGID')).toBe('MY_API_ORG_PGID');
  });
});

/** OpenAPI Overlay 1.0: what each action does to a document, and what is said when it cannot. */
import { describe, expect, it } from '@jest/globals';
import { applyOverlay } from '../../../src/generate/overlay.ts';
import { overlay, refusalsOf, sdlOf, answering } from './small.ts';

type Tree = Record<string, unknown>;

function applied(root: Tree, ...actions: { target: string; update?: unknown; remove?: boolean }[]): Tree {
  expect(applyOverlay(root, overlay(...actions) as Tree)).toEqual([]);
  return root;
}

const said = (root: Tree, ...actions: unknown[]): string[] => applyOverlay(root, { overlay: '1.0.0', actions });

describe('an update', () => {
  it('merges objects member by member and keeps what it does not name', () => {
    const root = applied({ a: { b: { c: 1, d: [1] }, e: 2 } }, { target: '$.a', update: { b: { c: 3, f: null } } });
    expect(root).toEqual({ a: { b: { c: 3, d: [1], f: null }, e: 2 } });
  });

  it('joins lists within an object', () => {
    expect(applied({ a: { required: ['x'] } }, { target: '$.a', update: { required: ['y'] } })).toEqual({ a: { required: ['x', 'y'] } });
  });

  it('replaces a value of another kind', () => {
    expect(applied({ a: { b: [1], c: 'x' } }, { target: '$.a', update: { b: { d: 1 }, c: 2 } })).toEqual({ a: { b: { d: 1 }, c: 2 } });
  });

  it('appends to a list, one item or several', () => {
    const root = applied({ a: [1] }, { target: '$.a', update: { b: 2 } }, { target: '$.a', update: [3, 4] });
    expect(root).toEqual({ a: [1, { b: 2 }, 3, 4] });
  });

  it('reaches every match, and no match shares what it was given', () => {
    const root = applied({ a: [{ n: 1 }, { n: 2 }, { n: 3 }] }, { target: '$.a[?@.n > 1]', update: { deep: { list: [] } } }, { target: '$.a[1].deep.list', update: 'only here' });
    expect(root).toEqual({ a: [{ n: 1 }, { n: 2, deep: { list: ['only here'] } }, { n: 3, deep: { list: [] } }] });
  });

  it('sees what the actions before it did', () => {
    expect(applied({ a: {} }, { target: '$.a', update: { b: {} } }, { target: '$.a.b', update: { c: 1 } })).toEqual({ a: { b: { c: 1 } } });
  });

  it('cannot reach the prototype of all objects', () => {
    const root = { a: {} };
    said(root, { target: '$.a', update: JSON.parse('{ "__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } } }') as unknown });
    expect(({} as Tree).polluted).toBeUndefined();
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('a removal', () => {
  it('takes away members and items, however many match', () => {
    const root = applied({ a: { b: 1, c: 2 }, l: [0, 1, 2, 3, 4] }, { target: '$.a.b', remove: true }, { target: '$.l[1, 3]', remove: true }, { target: '$.l[?@ == 0]', remove: true });
    expect(root).toEqual({ a: { c: 2 }, l: [2, 4] });
  });

  it('takes away at every depth', () => {
    expect(applied({ x: 1, a: { x: 2, b: [{ x: 3, y: 4 }] } }, { target: '$..x', remove: true })).toEqual({ a: { b: [{ y: 4 }] } });
  });
});

describe('what cannot be applied', () => {
  it.each([
    ['a target that matches nothing', { target: '$.b', remove: true }, '/actions/0: found the target $.b that matches nothing in the document, expected at least one place'],
    ['a target that is no path', { target: '$.a[', update: {} }, expect.stringMatching(/^\/actions\/0: found the target \$\.a\[ that is no JSONPath \(.+\), expected one by RFC 9535$/)],
    ['an update of a scalar', { target: '$.a.n', update: { b: 1 } }, '/actions/0: found the target $.a.n that is neither an object nor a list and the update {"b":1}, expected an object for an object'],
    ['a scalar for an object', { target: '$.a', update: 1 }, '/actions/0: found the target $.a that is an object and the update 1, expected an object for an object'],
    ['an action that does nothing', { target: '$.a' }, '/actions/0: found {"target":"$.a"}, expected { target, update } or { target, remove: true }'],
    ['an action that does both', { target: '$.a', update: {}, remove: true }, '/actions/0: found {"target":"$.a","update":{},"remove":true}, expected { target, update } or { target, remove: true }'],
    ['a key that is none', { target: '$.a', updates: {} }, '/actions/0: found {"target":"$.a","updates":{}}, expected { target, update } or { target, remove: true }'],
    ['no target', { update: {} }, '/actions/0: found {"update":{}}, expected { target, update } or { target, remove: true }'],
    ['no action', null, '/actions/0: found null, expected { target, update } or { target, remove: true }'],
  ])('%s is said', (_, action, sentence) => {
    const root = { a: { n: 1 } };
    expect(said(root, action)).toEqual([sentence]);
    expect(root).toEqual({ a: { n: 1 } });
  });

  it('is all said at once, by the number of the action', () => {
    expect(said({ a: {} }, { target: '$.x', remove: true }, { target: '$.a', update: { b: 1 } }, { target: '$.y', remove: true })).toEqual([
      '/actions/0: found the target $.x that matches nothing in the document, expected at least one place',
      '/actions/2: found the target $.y that matches nothing in the document, expected at least one place',
    ]);
  });

  it('is a version or a list that is missing', () => {
    expect(applyOverlay({}, { actions: [] })).toEqual(['/overlay: found no version, expected version 1.0.0']);
    expect(applyOverlay({}, { overlay: '2.0.0', actions: [] })).toEqual(['/overlay: found "2.0.0", expected version 1.0.0']);
    expect(applyOverlay({}, { overlay: '1.0.0', actions: {} })).toEqual(['/actions: found no list of actions, expected one']);
  });
});

describe('a document with its overlay', () => {
  const document = answering('{ type: object, properties: { a: { type: string } } }');

  it('is generated from both, and neither is changed', async () => {
    const before = JSON.stringify(document);
    const action = { target: '$..properties.a', update: { 'x-graphql-field-name': 'first' } };
    expect(await sdlOf(document, action)).toContain('first: String @wire(name: "a")');
    expect(JSON.stringify(document)).toBe(before);
    expect(action.update).toEqual({ 'x-graphql-field-name': 'first' });
  });

  it('is refused when an action hits nothing', async () => {
    expect(await refusalsOf(document, { target: '$.paths.b', remove: true })).toEqual(['/actions/0: found the target $.paths.b that matches nothing in the document, expected at least one place']);
  });
});

/**
 * The tabs a first visitor finds behind the example: the questions of src/client/operations, each with its
 * variables filled in for the demo data. They are part of the build. Who was here before keeps the tabs of
 * the last visit, which GraphiQL remembers in the browser.
 */
const files = import.meta.glob('../client/operations/*', { query: '?raw', import: 'default', eager: true });

/** From the whole debtor down to single claims, then the daily work; one that is not named here comes after them. */
const order = [
  'debtorOverview',
  'claimBalance',
  'accountLedger',
  'claimMessages',
  'openPaymentRequests',
  'journeysToStop',
  'mandateCheck',
  'promiseToPay',
  'newClaims',
  'importStatus',
];

const rank = (name) => (order.includes(name) ? order.indexOf(name) : order.length);

export const questionTabs = Object.keys(files)
  .map((path) => /([^/]+)\.graphql$/.exec(path)?.[1])
  .filter((name) => name !== undefined)
  .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  .map((name) => ({
    query: files[`../client/operations/${name}.graphql`],
    variables: JSON.stringify(JSON.parse(files[`../client/operations/${name}.variables.json`] ?? '{}'), null, 2),
  }));

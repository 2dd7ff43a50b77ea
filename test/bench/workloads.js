/** What is measured: the same question to the gateway in GraphQL and to the floor by path. */
export const accountFields = `accountReference currency paymentReference portfolioReference meta
  scores { type value }
  debtors { debtorReference firstName lastName type birthday contactInformation { country city postalCode addressLine1 email mobileNumber } }
  products { productReference name type code }`;
export const claimFields = `claimReference status amount totalFees currency currentDueDate originalDueDate productReference creditorReference paymentReference meta
  fees { name amount } primaryDebtor { debtorReference firstName lastName }`;

const references = Array.from({ length: 20 }, (_, n) => `CLM-${String(n).padStart(4, '0')}`);
const landingPages = references.map((reference, n) => `u${n}: landingPageURL(claimReference: "${reference}")`).join('\n');

export const workloads = [
  { name: 'W1', what: 'one account', path: '/w1', query: `query W1($a: String!) { account(accountReference: $a) { ${accountFields} } }`, variables: { a: 'ACC-0001' } },
  {
    name: 'W2',
    what: 'an account and its 20 claims',
    path: '/w2',
    query: `query W2($a: String!) { account(accountReference: $a) { ${accountFields} } accountClaims(accountReference: $a, limit: 20) { items { ${claimFields} } paginationId } }`,
    variables: { a: 'ACC-0001' },
  },
  {
    name: 'W3',
    what: 'the same and 20 landing page URLs',
    path: '/w3',
    query: `query W3($a: String!) { account(accountReference: $a) { ${accountFields} } accountClaims(accountReference: $a, limit: 20) { items { ${claimFields} } paginationId } ${landingPages} }`,
    variables: { a: 'ACC-0001' },
  },
  {
    name: 'W4',
    what: 'one pay link of the remote GraphQL',
    path: '/w4',
    query: `query W4($filters: PayLinkFiltersInput) { payLink { payLinks(filters: $filters) { items { id personName personGender status amountPaid createdOn updatedOn } } } }`,
    variables: { filters: { id: { equalTo: '5be41c4f-9fe6-403d-980b-5edc0139ee70' } } },
  },
  {
    name: 'W5',
    what: 'an account, its 20 claims and the pay links of each',
    path: '/w5',
    query: `query W5($a: String!) { account(accountReference: $a) { ${accountFields} claims { ${claimFields} payLinks { id status amountPaid createdOn } } } }`,
    variables: { a: 'ACC-0001' },
  },
];

/** What the floor of W5 asks the remote: one document for all claims, its text written beforehand. */
const filters = references.map((_, n) => `$f${n}: PayLinkFiltersInput`).join(', ');
const lookups = references.map((_, n) => `l${n}: payLink { payLinks(filters: $f${n}, limit: 100) { items { id status amountPaid createdOn } } }`).join(' ');
const payLinksQuery = `query PayLinks(${filters}) { ${lookups} }`;
export { payLinksQuery, references };

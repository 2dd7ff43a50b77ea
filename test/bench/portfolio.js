/** One invented account and its claims, as Receeve writes them: a claim is about 700 bytes. */
const debtor = {
  debtorReference: 'DEB-0001',
  firstName: 'Ada',
  lastName: 'Example',
  type: 'natural',
  birthday: '1980-06-28',
  contactInformation: { country: 'NL', city: 'Utrecht', postalCode: '1234 AB', addressLine1: 'Voorbeeldstraat 1', email: 'ada@example.com', mobileNumber: 31600000001 },
};

export const account = { currency: 'EUR', paymentReference: 'PAY-0001', portfolioReference: 'PORTFOLIO-1', meta: { source: 'bench' }, scores: [{ type: 'INTERNAL', value: 'B2' }], debtors: [debtor], products: [] };

export const claimOf = (n) => ({
  claimReference: `CLM-${String(n).padStart(6, '0')}`,
  status: n % 3 ? 'ACTIVE' : 'RESOLVED',
  amount: 13_025 + n,
  totalFees: 250,
  currency: 'EUR',
  currentDueDate: '2022-06-28',
  originalDueDate: '2022-05-28',
  productReference: 'PRODUCT-1',
  creditorReference: 'CREDITOR-1',
  paymentReference: `PAY-${n}`,
  meta: { accountId: 'ACC-0001', batch: 'B-1', note: 'A remark of the creditor, as long as remarks are: the debtor was called twice and has promised to pay by the end of the month.' },
  fees: [{ name: 'lateFee', amount: 250 }, { name: 'reminder', amount: 100 }],
  primaryDebtor: debtor,
});

export const claimFields = `claimReference status amount totalFees currency currentDueDate originalDueDate productReference creditorReference paymentReference meta
  fees { name amount } primaryDebtor { debtorReference firstName lastName type birthday contactInformation { country city postalCode addressLine1 email mobileNumber } }`;

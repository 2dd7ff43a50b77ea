/** An account in the words of the graph, where a peer passes on the vendor's: its reference, and enum values in capitals. */
export const accountInWords = (account, accountReference) => ({
  ...account,
  accountReference,
  debtors: account.debtors.map((debtor) => ({ ...debtor, type: debtor.type.toUpperCase() })),
});

/** The query that `start` prints and GraphiQL opens with; it answers on the sandbox's demo data. */
export const exampleQuery = `query Overview {
  # Receeve: an account and what is owed on it
  account(accountReference: "ACC-0015") {
    currency
    debtors { firstName lastName }
  }
  accountClaims(accountReference: "ACC-0015") {
    items {
      claimReference
      status
      amount
      totalFees
      currentDueDate
    }
  }
  # uCollect: how one of its claims is being paid
  invoiceStatus(invoiceId: "CLM-0136") { status gateway }
  # Collectmaxx: the payment links that were sent for it
  payLink {
    payLinks(
      filters: {
        attributes: { id: "reference", equalTo: "CLM-0136" }
      }
    ) {
      items { status shortUrl amountPaid }
    }
  }
}
`;

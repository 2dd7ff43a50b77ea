// Generated from src/client/**/*.graphql by "npm run codegen". Change those, not this.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import { TypedDocument } from "../document.ts";
export type AssignContactInput = {
  /** flag to speed up the process by not performing all the usual validity tests (Optional) */
  blind?: string | null | undefined;
  /** contact id from accounting system */
  contactId: string;
  /** installments for an invoice(s) – dates must be in yyyy-mm-dd format and amounts must add up the amount due; for a single-date installment don't forget the double brackets (e.g., [["2021-01-05","100.99"]]) (Optional) */
  installments?: Array<InstallmentInput> | null | undefined;
  /** Contact name for reducing API to call accounting system to fetching the name if blind is true (Optional) */
  name?: string | null | undefined;
  /** organisation payment gateway id – you can find this in the URL when you edit the gateway. If you can't find it please contact support. */
  orgPGID: string;
  /** Contact identifier with the gateway (e.g., Stripe customer token). Not all gateways use this value (especially upload gateways). Leave an empty string in this case. */
  pgToken?: string | null | undefined;
  /** flag to suspend the contact or not (Optional) */
  suspended?: string | null | undefined;
  /** ref1, ref2, … in an array (Optional - used mainly for NZ or AU DD) */
  values?: Array<string> | null | undefined;
};

export type AttributeFilterInput = {
  equalTo?: string | null | undefined;
  id: string;
};

export type BatchAction =
  /** The records are imported. */
  | 'IMPORT'
  /** The records are only validated. */
  | 'VALIDATE';

export type BatchStatus =
  /** Records have finished processing. */
  | 'done'
  /** No records added to this batch yet. */
  | 'empty'
  /** Something went wrong. */
  | 'error'
  /** Records are waiting to be processed. */
  | 'queued'
  /** Records are being processed. */
  | 'running';

/** The reason for the claim resolution. */
export type ClaimResolutionReason =
  | 'CLAIM_DISCARDED'
  | 'CLAIM_DISCHARGED'
  | 'CLAIM_INVALIDATED'
  | 'CLAIM_PAID'
  | 'CLAIM_SOLD'
  | 'FRAUDULENT';

export type ClaimStatus =
  | 'ACTIVE'
  | 'RESOLVED';

export type CommunicationType =
  | 'EMAIL'
  | 'LETTER'
  | 'SMS';

export type ContactOutcome =
  | 'FAIL'
  | 'OK'
  | 'REPLACED';

export type ContactStatusWord =
  | 'CONTACT_SUSPENDED'
  | 'DUPLICATE_ORGANISATION'
  | 'ENABLED'
  | 'NOT_CONNECTED'
  | 'NOT_ENABLED';

/** Both operators together are a range. Whether its ends belong to it is not said. */
export type DateFilterInput = {
  /** RFC 3339. */
  greaterThan?: string | null | undefined;
  /** RFC 3339. */
  lesserThan?: string | null | undefined;
};

/** Type of the debtor (default: natural) */
export type DebtorType =
  | 'LEGAL'
  | 'NATURAL';

export type InstallmentInput = {
  invoiceId: string;
  /** The dates and amounts of this invoice; the amounts must add up to the amount due. */
  parts: Array<InstallmentPartInput>;
};

/** A date and the amount due on it. */
export type InstallmentPartInput = {
  /** The amount, a decimal number */
  amount: string;
  /** The date, yyyy-mm-dd */
  date: string;
};

export type InvoiceStatusWord =
  | 'CONTACT_SUSPENDED'
  | 'DUPLICATE_ORGANISATION'
  | 'ENABLED'
  | 'INSTALLMENTS'
  | 'INVOICE_SUSPENDED'
  | 'NOT_CONNECTED'
  | 'NOT_ENABLED';

export type PauseJourneysInput = {
  claimReference: string;
};

export type PayLinkFiltersInput = {
  /** By attributes, for example `reference` for the record that the PayLink was born from. */
  attributes?: Array<AttributeFilterInput> | null | undefined;
  createdOn?: DateFilterInput | null | undefined;
  id?: StringFilterInput | null | undefined;
  status?: PayLinkStatusFilterInput | null | undefined;
};

export type PayLinkStatus =
  /** The last transaction of the PayLink has been cancelled. It may still be paid by another one. */
  | 'cancelled'
  /** The last transaction of the PayLink has failed. It may still be paid by another one. */
  | 'failed'
  /** The complete PayLink amount is paid. */
  | 'paid'
  /** A part of the original PayLink amount is paid. */
  | 'partially_paid'
  /** PayLink is created in our service. */
  | 'ready'
  /** Transaction has been started. */
  | 'started';

export type PayLinkStatusFilterInput = {
  equalTo?: PayLinkStatus | null | undefined;
};

/** Payment status, can be "open", "paid" */
export type PaymentLinkState =
  | 'OPEN'
  | 'PAID';

export type PaymentProvider =
  /** Its payment requests are called PaymentLink. */
  | 'CM'
  /** Its payment requests are called PayLink. */
  | 'COLLECTMAXX';

/** How a payment request stands, in one set of words for both providers. */
export type PaymentStatus =
  /** At Collectmaxx the last payment was cancelled, and another one may still pay the link; at CM the link is no longer active. */
  | 'CANCELLED'
  /** The last payment failed; another one may still pay the link. */
  | 'FAILED'
  /** Nothing has happened yet. */
  | 'OPEN'
  /** All is paid. */
  | 'PAID'
  /** A part is paid. */
  | 'PARTIALLY_PAID'
  /** A payment was started and is not done. */
  | 'STARTED'
  /** The provider says nothing that is known. */
  | 'UNKNOWN';

/** A promise to pay is a commitment from a debtor to pay a certain amount at a certain date. */
export type PromiseToPayInput = {
  /** Monetary value in cents (natural nuumber) */
  amount: number;
  claimReference: string;
  /** 3-digit currency code (ISO 4217) */
  currency: string;
  /** Current due date in your system. Use originalDueDate unless you purchased the debt and need this distinction. */
  dueDate: string;
};

export type RequestPaymentInput = {
  /** Account reference in your system */
  accountReference: string;
  /** CM calls it when the status of a new link changes. Collectmaxx has no such address for a single link and refuses it */
  callbackUrl?: string | null | undefined;
  /** Claim reference in your system; a claim of that account that is not resolved */
  claimReference: string;
  /** Until when a new link can be paid; as the provider has it where absent: 90 days at Collectmaxx, for ever at CM */
  expiresAt?: string | null | undefined;
  /** Create a link although another one may have been created or be open, which nobody knows for sure. A link that is known to be open is answered instead all the same */
  force?: boolean | null | undefined;
  provider: PaymentProvider;
};

export type ResolveClaimsInput = {
  claimReference: string;
  reason?: ClaimResolutionReason | null | undefined;
};

export type ResumeJourneysInput = {
  claimReference: string;
};

export type SendInviteInput = {
  /** contact id from your accounting system */
  contactId: string;
  /** The e-mail address to invite. */
  email?: string | null | undefined;
  /** organisation payment gateway ids, (may be an array) */
  orgPGID: Array<string>;
};

export type StopJourneysInput = {
  claimReference: string;
  description?: string | null | undefined;
  reason?: ClaimResolutionReason | null | undefined;
};

export type StringFilterInput = {
  equalTo?: string | null | undefined;
};

export type UpdatePaymentLinkInput = {
  /** Indication if the link is active or not */
  active?: boolean | null | undefined;
  /** The amount due for payment in the currency code specified */
  amount?: string | null | undefined;
  /**
   * Merchant specific URL to be called when the status of the payment link changes
   * Defaults to callback URL that is configured on merchant level
   */
  callbackUrl?: string | null | undefined;
  /** Optional ISO 3166-1 alpha-2 country code to indicate which country specific payment options should be displayed. Defaults to the country code that is derived from the IP address of the visitor */
  countryCode?: string | null | undefined;
  /**
   * Optional ISO 4217 alpha-3 currency code to indicate which currency the amount is in
   * Defaults to EUR (Euro)
   */
  currencyCode?: string | null | undefined;
  /**
   * Optional ISO 8601 timestamp to indicate the expiry date of the payment link
   * Defaults to no expiry date
   */
  expiryDate?: string | null | undefined;
  /** Optional ISO 8601 timestamp to indicate the due date of the associated invoice */
  invoiceDueDate?: string | null | undefined;
  /** Optional reference of the associated invoice */
  invoiceReference?: string | null | undefined;
  /**
   * Optional ISO 639-1 alpha-2 code of the language the payment link page should be rendered in
   * Defaults to EN (English)
   */
  languageCode?: string | null | undefined;
  /** The merchant reference to the payment link */
  merchantReference?: string | null | undefined;
};

export type UploadFilesInput = {
  /** The account id */
  accountId: string;
  /** Type of the document as specified in the backoffice e.g 'CSV', 'Invoice' */
  documentType?: string | null | undefined;
  /** External claim reference */
  externalClaimRef?: string | null | undefined;
  /** The file to upload */
  file: Blob;
  /** Product reference */
  productReference?: string | null | undefined;
};

export type VoiceCallDirection =
  | 'INBOUND'
  | 'OUTBOUND';

export type VoiceCallStatus =
  | 'ACTIVE'
  | 'BUSY'
  | 'FAILED'
  | 'FINISHED'
  | 'INVALID_NUMBER'
  | 'NO_ANSWER'
  | 'REJECTED'
  | 'RINGING';

export type AccountQueryVariables = Exact<{
  accountReference: string;
}>;


export type AccountQuery = { account: { accountReference: string, currency: string | null, paymentReference: string | null, portfolioReference: string | null, mandates: Array<{ mandateId: string | null, providerName: string | null, accountReference: string | null, debtorReference: string | null, productReferences: Array<string> | null, mandateRepresentation:
        | { __typename: 'MandateAccountTypeRepresentation', bankName: string | null, accountNumber: string | null, holderName: string | null }
        | { __typename: 'MandateCardTypeRepresentation', cardIssuer: string | null, lastDigits: string | null, expiryMonth: string | null, expiryYear: string | null }
        | { __typename: 'UnknownMandateRepresentation' }
       | null }> | null, debtors: Array<{ debtorReference: string | null, type: DebtorType | null, title: string | null, firstName: string | null, middleName: string | null, lastName: string | null, companyName: string | null, contactInformation: { email: string | null, mobileNumber: string | null, landLine: string | null, addressLine1: string | null, houseNumber: string | null, postalCode: string | null, city: string | null, country: string | null } | null }> | null } | null };

export type AccountClaimsQueryVariables = Exact<{
  accountReference: string;
  status?: ClaimStatus | null | undefined;
  limit?: number | null | undefined;
  paginationId?: string | null | undefined;
}>;


export type AccountClaimsQuery = { accountClaims: { paginationId: string | null, numberOfPages: number | null, items: Array<{ claimReference: string | null, accountReference: string | null, status: ClaimStatus | null, reason: string | null, originalDueDate: string | null, currentDueDate: string | null, currency: string | null, principal: { minorUnits: number, decimal: string, currency: string } | null, fees: Array<{ name: string | null, amount: number | null }> | null, feesTotal: { minorUnits: number, decimal: string, currency: string } | null, total: { minorUnits: number, decimal: string, currency: string } | null }> | null } | null };

export type AssignContactMutationVariables = Exact<{
  input: AssignContactInput;
}>;


export type AssignContactMutation = { assignContact: { outcome: ContactOutcome | null, message: string | null } | null };

export type SendInviteMutationVariables = Exact<{
  input: SendInviteInput;
}>;


export type SendInviteMutation = { sendInvite: { outcome: ContactOutcome | null, message: string | null } | null };

export type ClaimQueryVariables = Exact<{
  accountReference: string;
  claimReference: string;
}>;


export type ClaimQuery = { claim: { claimReference: string | null, accountReference: string | null, status: ClaimStatus | null, reason: string | null, originalDueDate: string | null, currentDueDate: string | null, currency: string | null, primaryDebtor: { debtorReference: string | null, type: DebtorType | null, title: string | null, firstName: string | null, middleName: string | null, lastName: string | null, companyName: string | null, contactInformation: { email: string | null, mobileNumber: string | null, landLine: string | null, addressLine1: string | null, houseNumber: string | null, postalCode: string | null, city: string | null, country: string | null } | null } | null, paymentRequests: Array<
      | { __typename: 'PayLink', paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null }
      | { __typename: 'PaymentLink', paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null }
    > | null, principal: { minorUnits: number, decimal: string, currency: string } | null, fees: Array<{ name: string | null, amount: number | null }> | null, feesTotal: { minorUnits: number, decimal: string, currency: string } | null, total: { minorUnits: number, decimal: string, currency: string } | null } | null };

export type ClaimCorrespondenceQueryVariables = Exact<{
  accountReference: string;
  claimReference: string;
}>;


export type ClaimCorrespondenceQuery = { claim: { claimReference: string | null, communicationMessageURLs: { numberOfPages: number | null, communicationMessageURLs: Array<{ messageURL: string | null, communicationType: CommunicationType | null, dateTime: number | null, message: { subject: string | null, from: string | null, to: Array<string>, date: string | null, text: string | null, html: string | null } | null }> | null } | null } | null };

export type EventLogQueryVariables = Exact<{
  after?: string | number | null | undefined;
  first?: number | null | undefined;
  types?: Array<string> | null | undefined;
  reference?: string | null | undefined;
}>;


export type EventLogQuery = { eventLog: { endCursor: string, hasMore: boolean, items: Array<{ id: string, cursor: string, receivedAt: string, occurredAt: string | null, system: string, type: string, reference: string | null, event:
        | { __typename: 'PayLinkPaid', payLinkId: string | null, paymentMethod: string | null, transactionAmount: number | null }
        | { __typename: 'PayLinkVisited', payLinkId: string | null }
        | { __typename: 'PaymentLinkStatusChanged', ref: string | null, paymentStatus: PaymentStatus, merchantReference: string | null }
        | { __typename: 'ReceeveEvent', messageId: string | null, messageType: string | null, accountReference: string | null, claimReference: string | null, debtorReference: string | null }
        | { __typename: 'UnknownVendorEvent' }
        | { __typename: 'VoiceCallCompleted', callId: string | null, direction: VoiceCallDirection | null, succeeded: boolean, answeredOn: string | null, callStatus: VoiceCallStatus | null }
       }> } | null };

export type EventReceivedSubscriptionVariables = Exact<{
  types?: Array<string> | null | undefined;
  reference?: string | null | undefined;
  after?: string | number | null | undefined;
}>;


export type EventReceivedSubscription = { eventReceived: { id: string, cursor: string, receivedAt: string, occurredAt: string | null, system: string, type: string, reference: string | null, event:
      | { __typename: 'PayLinkPaid', payLinkId: string | null, paymentMethod: string | null, transactionAmount: number | null }
      | { __typename: 'PayLinkVisited', payLinkId: string | null }
      | { __typename: 'PaymentLinkStatusChanged', ref: string | null, paymentStatus: PaymentStatus, merchantReference: string | null }
      | { __typename: 'ReceeveEvent', messageId: string | null, messageType: string | null, accountReference: string | null, claimReference: string | null, debtorReference: string | null }
      | { __typename: 'UnknownVendorEvent' }
      | { __typename: 'VoiceCallCompleted', callId: string | null, direction: VoiceCallDirection | null, succeeded: boolean, answeredOn: string | null, callStatus: VoiceCallStatus | null }
     } | null };

export type PauseJourneysMutationVariables = Exact<{
  input: Array<PauseJourneysInput>;
}>;


export type PauseJourneysMutation = { pauseJourneys: Array<{ claimReference: string, success: boolean, messages: Array<string> | null, error: { code: string | null, message: string } | null }> | null };

export type ResumeJourneysMutationVariables = Exact<{
  input: Array<ResumeJourneysInput>;
}>;


export type ResumeJourneysMutation = { resumeJourneys: Array<{ claimReference: string, success: boolean, messages: Array<string> | null, error: { code: string | null, message: string } | null }> | null };

export type StopJourneysMutationVariables = Exact<{
  input: Array<StopJourneysInput>;
}>;


export type StopJourneysMutation = { stopJourneys: Array<{ claimReference: string, success: boolean, messages: Array<string> | null, error: { code: string | null, message: string } | null }> | null };

export type MessageQueryVariables = Exact<{
  messageURL: string;
}>;


export type MessageQuery = { message: { subject: string | null, from: string | null, to: Array<string>, date: string | null, text: string | null, html: string | null } | null };

export type PayLinksQueryVariables = Exact<{
  filters?: PayLinkFiltersInput | null | undefined;
  limit?: number | null | undefined;
  offset?: number | null | undefined;
}>;


export type PayLinksQuery = { payLink: { payLinks: { items: Array<{ __typename: 'PayLink', id: string | null, status: PayLinkStatus | null, amountPaid: number | null, createdOn: string | null, updatedOn: string | null, shortUrl: string | null, longUrl: string | null, paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null, attributes: Array<{ id: string | null, value: string | null }> | null }> | null, pagination: { limit: number | null, offset: number | null, total: number | null } | null } | null } | null };

export type PaymentLinkQueryVariables = Exact<{
  reference: string;
}>;


export type PaymentLinkQuery = { paymentLink: { __typename: 'PaymentLink', ref: string | null, status: PaymentLinkState | null, active: boolean | null, merchantReference: string | null, invoiceReference: string | null, expiryDate: string | null, uri: string | null, paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null, due: { minorUnits: number, decimal: string, currency: string } | null } | null };

export type RequestPaymentMutationVariables = Exact<{
  input: RequestPaymentInput;
}>;


export type RequestPaymentMutation = { requestPayment: { created: boolean, remembered: boolean, paymentRequest:
      | { __typename: 'PayLink', paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null }
      | { __typename: 'PaymentLink', paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null }
     | null } | null };

export type ResolveClaimsMutationVariables = Exact<{
  input: Array<ResolveClaimsInput>;
}>;


export type ResolveClaimsMutation = { resolveClaims: Array<{ claimReference: string, success: boolean, messages: Array<string> | null, error: { code: string | null, message: string } | null }> | null };

export type UpdatePaymentLinkMutationVariables = Exact<{
  reference: string;
  input: UpdatePaymentLinkInput;
}>;


export type UpdatePaymentLinkMutation = { updatePaymentLink: { __typename: 'PaymentLink', ref: string | null, status: PaymentLinkState | null, active: boolean | null, merchantReference: string | null, invoiceReference: string | null, expiryDate: string | null, uri: string | null, paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null, due: { minorUnits: number, decimal: string, currency: string } | null } | null };

export type UploadFilesMutationVariables = Exact<{
  input: UploadFilesInput;
}>;


export type UploadFilesMutation = { uploadFiles: Array<{ key: string, success: boolean | null, messages: Array<string> | null }> | null };

export type AccountFieldsFragment = { accountReference: string, currency: string | null, paymentReference: string | null, portfolioReference: string | null, debtors: Array<{ debtorReference: string | null, type: DebtorType | null, title: string | null, firstName: string | null, middleName: string | null, lastName: string | null, companyName: string | null, contactInformation: { email: string | null, mobileNumber: string | null, landLine: string | null, addressLine1: string | null, houseNumber: string | null, postalCode: string | null, city: string | null, country: string | null } | null }> | null };

export type ClaimResultFieldsFragment = { claimReference: string, success: boolean, messages: Array<string> | null, error: { code: string | null, message: string } | null };

export type ClaimFieldsFragment = { claimReference: string | null, accountReference: string | null, status: ClaimStatus | null, reason: string | null, originalDueDate: string | null, currentDueDate: string | null, currency: string | null, principal: { minorUnits: number, decimal: string, currency: string } | null, fees: Array<{ name: string | null, amount: number | null }> | null, feesTotal: { minorUnits: number, decimal: string, currency: string } | null, total: { minorUnits: number, decimal: string, currency: string } | null };

export type DebtorFieldsFragment = { debtorReference: string | null, type: DebtorType | null, title: string | null, firstName: string | null, middleName: string | null, lastName: string | null, companyName: string | null, contactInformation: { email: string | null, mobileNumber: string | null, landLine: string | null, addressLine1: string | null, houseNumber: string | null, postalCode: string | null, city: string | null, country: string | null } | null };

export type EventFieldsFragment = { id: string, cursor: string, receivedAt: string, occurredAt: string | null, system: string, type: string, reference: string | null, event:
    | { __typename: 'PayLinkPaid', payLinkId: string | null, paymentMethod: string | null, transactionAmount: number | null }
    | { __typename: 'PayLinkVisited', payLinkId: string | null }
    | { __typename: 'PaymentLinkStatusChanged', ref: string | null, paymentStatus: PaymentStatus, merchantReference: string | null }
    | { __typename: 'ReceeveEvent', messageId: string | null, messageType: string | null, accountReference: string | null, claimReference: string | null, debtorReference: string | null }
    | { __typename: 'UnknownVendorEvent' }
    | { __typename: 'VoiceCallCompleted', callId: string | null, direction: VoiceCallDirection | null, succeeded: boolean, answeredOn: string | null, callStatus: VoiceCallStatus | null }
   };

export type MandateFieldsFragment = { mandateId: string | null, providerName: string | null, accountReference: string | null, debtorReference: string | null, productReferences: Array<string> | null, mandateRepresentation:
    | { __typename: 'MandateAccountTypeRepresentation', bankName: string | null, accountNumber: string | null, holderName: string | null }
    | { __typename: 'MandateCardTypeRepresentation', cardIssuer: string | null, lastDigits: string | null, expiryMonth: string | null, expiryYear: string | null }
    | { __typename: 'UnknownMandateRepresentation' }
   | null };

export type MessageFieldsFragment = { subject: string | null, from: string | null, to: Array<string>, date: string | null, text: string | null, html: string | null };

export type MoneyFieldsFragment = { minorUnits: number, decimal: string, currency: string };

export type PayLinkFieldsFragment = { __typename: 'PayLink', id: string | null, status: PayLinkStatus | null, amountPaid: number | null, createdOn: string | null, updatedOn: string | null, shortUrl: string | null, longUrl: string | null, paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null, attributes: Array<{ id: string | null, value: string | null }> | null };

export type PaymentLinkFieldsFragment = { __typename: 'PaymentLink', ref: string | null, status: PaymentLinkState | null, active: boolean | null, merchantReference: string | null, invoiceReference: string | null, expiryDate: string | null, uri: string | null, paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null, due: { minorUnits: number, decimal: string, currency: string } | null };

type PaymentRequestFields_PayLink_Fragment = { __typename: 'PayLink', paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null };

type PaymentRequestFields_PaymentLink_Fragment = { __typename: 'PaymentLink', paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null };

export type PaymentRequestFieldsFragment =
  | PaymentRequestFields_PayLink_Fragment
  | PaymentRequestFields_PaymentLink_Fragment
;

export type AccountLedgerQueryVariables = Exact<{
  accountReference: string;
}>;


export type AccountLedgerQuery = { account: { accountReference: string, currency: string | null, products: Array<{ productReference: string | null, type: string | null, name: string | null }> | null, ledgerEntries: Array<
      | { __typename: 'AdjustmentLedgerEntry' }
      | { __typename: 'ChargebackLedgerEntry' }
      | { __typename: 'DiscountLedgerEntry' }
      | { __typename: 'FeeLedgerEntry', ledgerEntryReference: string | null, feeDetails: { type: string | null, amount: number | null } | null, context: { ledgerEntryReference: string | null } | null }
      | { __typename: 'InvoiceLedgerEntry', ledgerEntryReference: string | null, invoiceDetails: { amount: number | null, dueDate: string | null } | null }
      | { __typename: 'PaymentLedgerEntry', ledgerEntryReference: string | null, paymentDetails: { amount: number | null, paymentProvider: string | null } | null, context: { ledgerEntryReference: string | null } | null }
      | { __typename: 'ReportingLedgerEntry' }
      | { __typename: 'UnknownLedgerEntry', raw: import("../json.ts").JSONValue }
    > | null } | null };

export type ClaimBalanceQueryVariables = Exact<{
  accountReference: string;
  claimReference: string;
}>;


export type ClaimBalanceQuery = { claim: { claimReference: string | null, status: ClaimStatus | null, originalDueDate: string | null, currentDueDate: string | null, landingPageURL: string | null, principal: { decimal: string, currency: string } | null, fees: Array<{ name: string | null, amount: number | null }> | null, feesTotal: { decimal: string } | null, total: { minorUnits: number, decimal: string, currency: string } | null, primaryDebtor: { firstName: string | null, lastName: string | null, companyName: string | null } | null } | null };

export type ClaimMessagesQueryVariables = Exact<{
  accountReference: string;
  claimReference: string;
  startDate?: string | null | undefined;
}>;


export type ClaimMessagesQuery = { claim: { claimReference: string | null, communicationMessageURLs: { communicationMessageURLs: Array<{ communicationType: CommunicationType | null, bundleName: string | null, dateTime: number | null, message: { subject: string | null, to: Array<string>, date: string | null, text: string | null } | null }> | null } | null } | null };

export type DebtorOverviewQueryVariables = Exact<{
  debtorReference: string;
}>;


export type DebtorOverviewQuery = { debtor: { debtorReference: string | null, firstName: string | null, lastName: string | null, companyName: string | null, contactInformation: { email: string | null, mobileNumber: string | null, city: string | null, country: string | null } | null, contactStatus: { status: ContactStatusWord | null, gateway: string | null } | null, accounts: Array<{ accountReference: string, currency: string | null, claims: Array<{ claimReference: string | null, currentDueDate: string | null, total: { decimal: string, currency: string } | null, invoiceStatus: { status: InvoiceStatusWord | null } | null, paymentRequests: Array<
          | { provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null }
          | { provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null }
        > | null }> | null }> | null } | null };

export type ImportStatusQueryVariables = Exact<{
  name: string;
}>;


export type ImportStatusQuery = { import: { batches: { items: Array<{ name: string | null, action: BatchAction | null, status: BatchStatus | null }> | null, pagination: { total: number | null } | null } | null } | null };

export type JourneysToStopQueryVariables = Exact<{
  accountReference: string;
}>;


export type JourneysToStopQuery = { account: { accountReference: string, claims: Array<{ claimReference: string | null, total: { decimal: string, currency: string } | null, paymentRequests: Array<
        | { provider: PaymentProvider, paymentStatus: PaymentStatus }
        | { provider: PaymentProvider, paymentStatus: PaymentStatus }
      > | null, invoiceStatus: { status: InvoiceStatusWord | null, gateway: string | null } | null }> | null } | null };

export type MandateCheckQueryVariables = Exact<{
  debtorReference: string;
}>;


export type MandateCheckQuery = { debtor: { debtorReference: string | null, contactStatus: { status: ContactStatusWord | null, gateway: string | null } | null, accounts: Array<{ accountReference: string, mandates: Array<{ mandateId: string | null, providerName: string | null, debtorReference: string | null, mandateRepresentation:
          | { __typename: 'MandateAccountTypeRepresentation', bankName: string | null, accountNumber: string | null, holderName: string | null }
          | { __typename: 'MandateCardTypeRepresentation', cardIssuer: string | null, lastDigits: string | null, expiryMonth: string | null, expiryYear: string | null }
          | { __typename: 'UnknownMandateRepresentation' }
         | null }> | null }> | null } | null };

export type NewClaimsQueryVariables = Exact<{
  date: string;
  limit?: number | null | undefined;
  page?: number | null | undefined;
}>;


export type NewClaimsQuery = { events: { numberOfPages: number | null, events: Array<
      | { __typename: 'ClaimCreatedEvent', timestamp: string | null, details: { claimRef: string | null, amount: number | null, currency: string | null, dueDate: string | null } | null }
      | { __typename: 'ClaimDebtPaymentProcessingEvent' }
      | { __typename: 'UnknownEvent', raw: import("../json.ts").JSONValue }
    > | null } | null };

export type OpenPaymentRequestsQueryVariables = Exact<{
  accountReference: string;
}>;


export type OpenPaymentRequestsQuery = { account: { accountReference: string, payLinks: Array<{ createdOn: string | null, amountPaid: number | null, paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null }> | null, claims: Array<{ claimReference: string | null, total: { decimal: string, currency: string } | null, paymentRequests: Array<
        | { createdOn: string | null, amountPaid: number | null, paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null }
        | { expiryDate: string | null, paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null, due: { decimal: string, currency: string } | null }
      > | null }> | null } | null };

type Request_PayLink_Fragment = { createdOn: string | null, amountPaid: number | null, paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null };

type Request_PaymentLink_Fragment = { expiryDate: string | null, paymentRequestId: string, provider: PaymentProvider, paymentStatus: PaymentStatus, paymentURL: string | null, claimReference: string | null, due: { decimal: string, currency: string } | null };

export type RequestFragment =
  | Request_PayLink_Fragment
  | Request_PaymentLink_Fragment
;

export type PromiseToPayMutationVariables = Exact<{
  input: Array<PromiseToPayInput>;
}>;


export type PromiseToPayMutation = { createPromisesToPay: Array<{ claimReference: string, success: boolean, messages: Array<string> | null, error: { code: string | null, message: string } | null }> | null };

export const AccountFieldsFragmentDoc = /* @__PURE__ */ new TypedDocument<AccountFieldsFragment, never>({"kind":"fragment","name":"AccountFields","text":"fragment AccountFields on Account{accountReference currency paymentReference portfolioReference debtors{...DebtorFields}} fragment DebtorFields on Debtor{debtorReference type title firstName middleName lastName companyName contactInformation{email mobileNumber landLine addressLine1 houseNumber postalCode city country}}"});
export const ClaimResultFieldsFragmentDoc = /* @__PURE__ */ new TypedDocument<ClaimResultFieldsFragment, never>({"kind":"fragment","name":"ClaimResultFields","text":"fragment ClaimResultFields on ClaimActionResponse{claimReference success messages error{code message}}"});
export const ClaimFieldsFragmentDoc = /* @__PURE__ */ new TypedDocument<ClaimFieldsFragment, never>({"kind":"fragment","name":"ClaimFields","text":"fragment ClaimFields on Claim{claimReference accountReference status reason originalDueDate currentDueDate currency principal{...MoneyFields}fees{name amount}feesTotal{...MoneyFields}total{...MoneyFields}} fragment MoneyFields on Money{minorUnits decimal currency}"});
export const DebtorFieldsFragmentDoc = /* @__PURE__ */ new TypedDocument<DebtorFieldsFragment, never>({"kind":"fragment","name":"DebtorFields","text":"fragment DebtorFields on Debtor{debtorReference type title firstName middleName lastName companyName contactInformation{email mobileNumber landLine addressLine1 houseNumber postalCode city country}}"});
export const EventFieldsFragmentDoc = /* @__PURE__ */ new TypedDocument<EventFieldsFragment, never>({"kind":"fragment","name":"EventFields","text":"fragment EventFields on LoggedEvent{id cursor receivedAt occurredAt system type reference event{__typename ...on PayLinkPaid{payLinkId paymentMethod transactionAmount}...on PayLinkVisited{payLinkId}...on PaymentLinkStatusChanged{ref paymentStatus merchantReference}...on VoiceCallCompleted{callId direction callStatus:status succeeded answeredOn}...on ReceeveEvent{messageId messageType accountReference claimReference debtorReference}}}"});
export const MandateFieldsFragmentDoc = /* @__PURE__ */ new TypedDocument<MandateFieldsFragment, never>({"kind":"fragment","name":"MandateFields","text":"fragment MandateFields on AccountMandate{mandateId providerName accountReference debtorReference productReferences mandateRepresentation{__typename ...on MandateAccountTypeRepresentation{bankName accountNumber holderName}...on MandateCardTypeRepresentation{cardIssuer lastDigits expiryMonth expiryYear}}}"});
export const MessageFieldsFragmentDoc = /* @__PURE__ */ new TypedDocument<MessageFieldsFragment, never>({"kind":"fragment","name":"MessageFields","text":"fragment MessageFields on Message{subject from to date text html}"});
export const MoneyFieldsFragmentDoc = /* @__PURE__ */ new TypedDocument<MoneyFieldsFragment, never>({"kind":"fragment","name":"MoneyFields","text":"fragment MoneyFields on Money{minorUnits decimal currency}"});
export const PayLinkFieldsFragmentDoc = /* @__PURE__ */ new TypedDocument<PayLinkFieldsFragment, never>({"kind":"fragment","name":"PayLinkFields","text":"fragment PayLinkFields on PayLink{...PaymentRequestFields id status amountPaid createdOn updatedOn shortUrl longUrl attributes{id value}} fragment PaymentRequestFields on PaymentRequest{__typename paymentRequestId provider paymentStatus paymentURL claimReference}"});
export const PaymentLinkFieldsFragmentDoc = /* @__PURE__ */ new TypedDocument<PaymentLinkFieldsFragment, never>({"kind":"fragment","name":"PaymentLinkFields","text":"fragment PaymentLinkFields on PaymentLink{...PaymentRequestFields ref status active merchantReference invoiceReference expiryDate uri due{...MoneyFields}} fragment PaymentRequestFields on PaymentRequest{__typename paymentRequestId provider paymentStatus paymentURL claimReference} fragment MoneyFields on Money{minorUnits decimal currency}"});
export const PaymentRequestFieldsFragmentDoc = /* @__PURE__ */ new TypedDocument<PaymentRequestFieldsFragment, never>({"kind":"fragment","name":"PaymentRequestFields","text":"fragment PaymentRequestFields on PaymentRequest{__typename paymentRequestId provider paymentStatus paymentURL claimReference}"});
export const RequestFragmentDoc = /* @__PURE__ */ new TypedDocument<RequestFragment, never>({"kind":"fragment","name":"Request","text":"fragment Request on PaymentRequest{paymentRequestId provider paymentStatus paymentURL claimReference ...on PayLink{createdOn amountPaid}...on PaymentLink{expiryDate due{decimal currency}}}"});
export const AccountDocument = /* @__PURE__ */ new TypedDocument<AccountQuery, AccountQueryVariables>({"kind":"query","name":"Account","text":"query Account($accountReference:String!){account(accountReference:$accountReference){...AccountFields mandates{...MandateFields}}} fragment AccountFields on Account{accountReference currency paymentReference portfolioReference debtors{...DebtorFields}} fragment DebtorFields on Debtor{debtorReference type title firstName middleName lastName companyName contactInformation{email mobileNumber landLine addressLine1 houseNumber postalCode city country}} fragment MandateFields on AccountMandate{mandateId providerName accountReference debtorReference productReferences mandateRepresentation{__typename ...on MandateAccountTypeRepresentation{bankName accountNumber holderName}...on MandateCardTypeRepresentation{cardIssuer lastDigits expiryMonth expiryYear}}}"});
export const AccountClaimsDocument = /* @__PURE__ */ new TypedDocument<AccountClaimsQuery, AccountClaimsQueryVariables>({"kind":"query","name":"AccountClaims","text":"query AccountClaims($accountReference:String!$status:ClaimStatus$limit:Int=100$paginationId:String){accountClaims(accountReference:$accountReference status:$status limit:$limit paginationId:$paginationId){items{...ClaimFields}paginationId numberOfPages}} fragment ClaimFields on Claim{claimReference accountReference status reason originalDueDate currentDueDate currency principal{...MoneyFields}fees{name amount}feesTotal{...MoneyFields}total{...MoneyFields}} fragment MoneyFields on Money{minorUnits decimal currency}"});
export const AccountLedgerDocument = /* @__PURE__ */ new TypedDocument<AccountLedgerQuery, AccountLedgerQueryVariables>({"kind":"query","name":"AccountLedger","text":"query AccountLedger($accountReference:String!){account(accountReference:$accountReference){accountReference currency products{productReference type name}ledgerEntries{__typename ...on InvoiceLedgerEntry{ledgerEntryReference invoiceDetails{amount dueDate}}...on FeeLedgerEntry{ledgerEntryReference feeDetails{type amount}context{ledgerEntryReference}}...on PaymentLedgerEntry{ledgerEntryReference paymentDetails{amount paymentProvider}context{ledgerEntryReference}}...on UnknownLedgerEntry{raw}}}}"});
export const AssignContactDocument = /* @__PURE__ */ new TypedDocument<AssignContactMutation, AssignContactMutationVariables>({"kind":"mutation","name":"AssignContact","text":"mutation AssignContact($input:AssignContactInput!){assignContact(input:$input){outcome message}}"});
export const ClaimDocument = /* @__PURE__ */ new TypedDocument<ClaimQuery, ClaimQueryVariables>({"kind":"query","name":"Claim","text":"query Claim($accountReference:String!$claimReference:String!){claim(accountReference:$accountReference claimReference:$claimReference){...ClaimFields primaryDebtor{...DebtorFields}paymentRequests{...PaymentRequestFields}}} fragment ClaimFields on Claim{claimReference accountReference status reason originalDueDate currentDueDate currency principal{...MoneyFields}fees{name amount}feesTotal{...MoneyFields}total{...MoneyFields}} fragment MoneyFields on Money{minorUnits decimal currency} fragment DebtorFields on Debtor{debtorReference type title firstName middleName lastName companyName contactInformation{email mobileNumber landLine addressLine1 houseNumber postalCode city country}} fragment PaymentRequestFields on PaymentRequest{__typename paymentRequestId provider paymentStatus paymentURL claimReference}"});
export const ClaimBalanceDocument = /* @__PURE__ */ new TypedDocument<ClaimBalanceQuery, ClaimBalanceQueryVariables>({"kind":"query","name":"ClaimBalance","text":"query ClaimBalance($accountReference:String!$claimReference:String!){claim(accountReference:$accountReference claimReference:$claimReference){claimReference status originalDueDate currentDueDate principal{decimal currency}fees{name amount}feesTotal{decimal}total{minorUnits decimal currency}primaryDebtor{firstName lastName companyName}landingPageURL}}"});
export const ClaimCorrespondenceDocument = /* @__PURE__ */ new TypedDocument<ClaimCorrespondenceQuery, ClaimCorrespondenceQueryVariables>({"kind":"query","name":"ClaimCorrespondence","text":"query ClaimCorrespondence($accountReference:String!$claimReference:String!){claim(accountReference:$accountReference claimReference:$claimReference){claimReference communicationMessageURLs{numberOfPages communicationMessageURLs{messageURL communicationType dateTime message{...MessageFields}}}}} fragment MessageFields on Message{subject from to date text html}"});
export const ClaimMessagesDocument = /* @__PURE__ */ new TypedDocument<ClaimMessagesQuery, ClaimMessagesQueryVariables>({"kind":"query","name":"ClaimMessages","text":"query ClaimMessages($accountReference:String!$claimReference:String!$startDate:Date){claim(accountReference:$accountReference claimReference:$claimReference){claimReference communicationMessageURLs(startDate:$startDate){communicationMessageURLs{communicationType bundleName dateTime message{subject to date text}}}}}"});
export const DebtorOverviewDocument = /* @__PURE__ */ new TypedDocument<DebtorOverviewQuery, DebtorOverviewQueryVariables>({"kind":"query","name":"DebtorOverview","text":"query DebtorOverview($debtorReference:String!){debtor(debtorReference:$debtorReference){debtorReference firstName lastName companyName contactInformation{email mobileNumber city country}contactStatus{status gateway}accounts{accountReference currency claims(status:ACTIVE){claimReference currentDueDate total{decimal currency}invoiceStatus{status}paymentRequests{provider paymentStatus paymentURL}}}}}"});
export const EventLogDocument = /* @__PURE__ */ new TypedDocument<EventLogQuery, EventLogQueryVariables>({"kind":"query","name":"EventLog","text":"query EventLog($after:ID$first:Int=100$types:[String!]$reference:String){eventLog(after:$after first:$first types:$types reference:$reference){items{...EventFields}endCursor hasMore}} fragment EventFields on LoggedEvent{id cursor receivedAt occurredAt system type reference event{__typename ...on PayLinkPaid{payLinkId paymentMethod transactionAmount}...on PayLinkVisited{payLinkId}...on PaymentLinkStatusChanged{ref paymentStatus merchantReference}...on VoiceCallCompleted{callId direction callStatus:status succeeded answeredOn}...on ReceeveEvent{messageId messageType accountReference claimReference debtorReference}}}"});
export const EventReceivedDocument = /* @__PURE__ */ new TypedDocument<EventReceivedSubscription, EventReceivedSubscriptionVariables>({"kind":"subscription","name":"EventReceived","text":"subscription EventReceived($types:[String!]$reference:String$after:ID){eventReceived(types:$types reference:$reference after:$after){...EventFields}} fragment EventFields on LoggedEvent{id cursor receivedAt occurredAt system type reference event{__typename ...on PayLinkPaid{payLinkId paymentMethod transactionAmount}...on PayLinkVisited{payLinkId}...on PaymentLinkStatusChanged{ref paymentStatus merchantReference}...on VoiceCallCompleted{callId direction callStatus:status succeeded answeredOn}...on ReceeveEvent{messageId messageType accountReference claimReference debtorReference}}}","resume":{"variable":"after","cursor":"eventReceived.cursor"}});
export const ImportStatusDocument = /* @__PURE__ */ new TypedDocument<ImportStatusQuery, ImportStatusQueryVariables>({"kind":"query","name":"ImportStatus","text":"query ImportStatus($name:String!){import{batches(filters:{name:{equalTo:$name}}){items{name action status}pagination{total}}}}"});
export const JourneysToStopDocument = /* @__PURE__ */ new TypedDocument<JourneysToStopQuery, JourneysToStopQueryVariables>({"kind":"query","name":"JourneysToStop","text":"query JourneysToStop($accountReference:String!){account(accountReference:$accountReference){accountReference claims(status:ACTIVE){claimReference total{decimal currency}paymentRequests{provider paymentStatus}invoiceStatus{status gateway}}}}"});
export const MandateCheckDocument = /* @__PURE__ */ new TypedDocument<MandateCheckQuery, MandateCheckQueryVariables>({"kind":"query","name":"MandateCheck","text":"query MandateCheck($debtorReference:String!){debtor(debtorReference:$debtorReference){debtorReference contactStatus{status gateway}accounts{accountReference mandates{mandateId providerName debtorReference mandateRepresentation{__typename ...on MandateAccountTypeRepresentation{bankName accountNumber holderName}...on MandateCardTypeRepresentation{cardIssuer lastDigits expiryMonth expiryYear}}}}}}"});
export const MessageDocument = /* @__PURE__ */ new TypedDocument<MessageQuery, MessageQueryVariables>({"kind":"query","name":"Message","text":"query Message($messageURL:String!){message(messageURL:$messageURL){...MessageFields}} fragment MessageFields on Message{subject from to date text html}"});
export const NewClaimsDocument = /* @__PURE__ */ new TypedDocument<NewClaimsQuery, NewClaimsQueryVariables>({"kind":"query","name":"NewClaims","text":"query NewClaims($date:Date!$limit:Int=100$page:Int=1){events(eventType:\"event.claim.created\" date:$date limit:$limit page:$page){numberOfPages events{__typename ...on ClaimCreatedEvent{timestamp details{claimRef amount currency dueDate}}...on UnknownEvent{raw}}}}"});
export const OpenPaymentRequestsDocument = /* @__PURE__ */ new TypedDocument<OpenPaymentRequestsQuery, OpenPaymentRequestsQueryVariables>({"kind":"query","name":"OpenPaymentRequests","text":"query OpenPaymentRequests($accountReference:String!){account(accountReference:$accountReference){accountReference payLinks{...Request}claims(status:ACTIVE){claimReference total{decimal currency}paymentRequests{...Request}}}} fragment Request on PaymentRequest{paymentRequestId provider paymentStatus paymentURL claimReference ...on PayLink{createdOn amountPaid}...on PaymentLink{expiryDate due{decimal currency}}}"});
export const PauseJourneysDocument = /* @__PURE__ */ new TypedDocument<PauseJourneysMutation, PauseJourneysMutationVariables>({"kind":"mutation","name":"PauseJourneys","text":"mutation PauseJourneys($input:[PauseJourneysInput!]!){pauseJourneys(input:$input){...ClaimResultFields}} fragment ClaimResultFields on ClaimActionResponse{claimReference success messages error{code message}}"});
export const PayLinksDocument = /* @__PURE__ */ new TypedDocument<PayLinksQuery, PayLinksQueryVariables>({"kind":"query","name":"PayLinks","text":"query PayLinks($filters:PayLinkFiltersInput$limit:Int=50$offset:Int=0){payLink{payLinks(filters:$filters limit:$limit offset:$offset){items{...PayLinkFields}pagination{limit offset total}}}} fragment PayLinkFields on PayLink{...PaymentRequestFields id status amountPaid createdOn updatedOn shortUrl longUrl attributes{id value}} fragment PaymentRequestFields on PaymentRequest{__typename paymentRequestId provider paymentStatus paymentURL claimReference}"});
export const PaymentLinkDocument = /* @__PURE__ */ new TypedDocument<PaymentLinkQuery, PaymentLinkQueryVariables>({"kind":"query","name":"PaymentLink","text":"query PaymentLink($reference:String!){paymentLink(reference:$reference){...PaymentLinkFields}} fragment PaymentLinkFields on PaymentLink{...PaymentRequestFields ref status active merchantReference invoiceReference expiryDate uri due{...MoneyFields}} fragment PaymentRequestFields on PaymentRequest{__typename paymentRequestId provider paymentStatus paymentURL claimReference} fragment MoneyFields on Money{minorUnits decimal currency}"});
export const PromiseToPayDocument = /* @__PURE__ */ new TypedDocument<PromiseToPayMutation, PromiseToPayMutationVariables>({"kind":"mutation","name":"PromiseToPay","text":"mutation PromiseToPay($input:[PromiseToPayInput!]!){createPromisesToPay(input:$input){claimReference success messages error{code message}}}"});
export const RequestPaymentDocument = /* @__PURE__ */ new TypedDocument<RequestPaymentMutation, RequestPaymentMutationVariables>({"kind":"mutation","name":"RequestPayment","text":"mutation RequestPayment($input:RequestPaymentInput!){requestPayment(input:$input){created remembered paymentRequest{...PaymentRequestFields}}} fragment PaymentRequestFields on PaymentRequest{__typename paymentRequestId provider paymentStatus paymentURL claimReference}"});
export const ResolveClaimsDocument = /* @__PURE__ */ new TypedDocument<ResolveClaimsMutation, ResolveClaimsMutationVariables>({"kind":"mutation","name":"ResolveClaims","text":"mutation ResolveClaims($input:[ResolveClaimsInput!]!){resolveClaims(input:$input){...ClaimResultFields}} fragment ClaimResultFields on ClaimActionResponse{claimReference success messages error{code message}}"});
export const ResumeJourneysDocument = /* @__PURE__ */ new TypedDocument<ResumeJourneysMutation, ResumeJourneysMutationVariables>({"kind":"mutation","name":"ResumeJourneys","text":"mutation ResumeJourneys($input:[ResumeJourneysInput!]!){resumeJourneys(input:$input){...ClaimResultFields}} fragment ClaimResultFields on ClaimActionResponse{claimReference success messages error{code message}}"});
export const SendInviteDocument = /* @__PURE__ */ new TypedDocument<SendInviteMutation, SendInviteMutationVariables>({"kind":"mutation","name":"SendInvite","text":"mutation SendInvite($input:SendInviteInput!){sendInvite(input:$input){outcome message}}"});
export const StopJourneysDocument = /* @__PURE__ */ new TypedDocument<StopJourneysMutation, StopJourneysMutationVariables>({"kind":"mutation","name":"StopJourneys","text":"mutation StopJourneys($input:[StopJourneysInput!]!){stopJourneys(input:$input){...ClaimResultFields}} fragment ClaimResultFields on ClaimActionResponse{claimReference success messages error{code message}}"});
export const UpdatePaymentLinkDocument = /* @__PURE__ */ new TypedDocument<UpdatePaymentLinkMutation, UpdatePaymentLinkMutationVariables>({"kind":"mutation","name":"UpdatePaymentLink","text":"mutation UpdatePaymentLink($reference:String!$input:UpdatePaymentLinkInput!){updatePaymentLink(reference:$reference input:$input){...PaymentLinkFields}} fragment PaymentLinkFields on PaymentLink{...PaymentRequestFields ref status active merchantReference invoiceReference expiryDate uri due{...MoneyFields}} fragment PaymentRequestFields on PaymentRequest{__typename paymentRequestId provider paymentStatus paymentURL claimReference} fragment MoneyFields on Money{minorUnits decimal currency}"});
export const UploadFilesDocument = /* @__PURE__ */ new TypedDocument<UploadFilesMutation, UploadFilesMutationVariables>({"kind":"mutation","name":"UploadFiles","text":"mutation UploadFiles($input:UploadFilesInput!){uploadFiles(input:$input){key success messages}}"});
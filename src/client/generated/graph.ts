// Generated from schema/graph.graphql by "npm run codegen". Change that, not this.
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A calendar date, `YYYY-MM-DD`. */
  Date: { input: string; output: string; }
  /** An instant, ISO 8601 with an offset: `2022-02-22T22:00:00+00:00`. */
  DateTime: { input: string; output: string; }
  /** A decimal number as exact text: `"10.00"`. Takes a string or a number literal, answers a string. */
  Decimal: { input: string; output: string; }
  /** Any JSON value. */
  JSON: { input: import("../json.ts").JSONValue; output: import("../json.ts").JSONValue; }
  /** A whole number within ±(2^53 - 1): cents, or milliseconds since the epoch. */
  SafeInt: { input: number; output: number; }
  /** A file of a multipart request (graphql-multipart-request-spec). */
  Upload: { input: Blob; output: Blob; }
};

/** A formal business arrangement providing for regular dealings or services (such as banking, advertising, or store credit) and involving the establishment and maintenance of an Account. */
export type Account = {
  __typename?: 'Account';
  /** Account reference in your system */
  accountReference: Scalars['String']['output'];
  /** All claims of the account, page by page from Receeve: one call for each thousand. */
  claims?: Maybe<Array<Claim>>;
  /** 3-digit currency code (ISO 4217) */
  currency?: Maybe<Scalars['String']['output']>;
  /** List of debtors related with the Account. */
  debtors?: Maybe<Array<Debtor>>;
  /** Ledger used to create Managed Claims. */
  ledgerEntries?: Maybe<Array<LedgerEntry>>;
  /** One call to Receeve. */
  mandates?: Maybe<Array<AccountMandate>>;
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
  /**
   * The account's pay links at Collectmaxx, the oldest first: those born from an import under the account's
   * reference, and those that were requested for any of its claims. Lookups at Collectmaxx; which ones were
   * requested stands in the account's meta.
   */
  payLinks?: Maybe<Array<PayLink>>;
  /**
   * The payment links that were requested at CM for any claim of the account, the oldest first. One call to
   * CM for each; which ones stands in the account's meta.
   */
  paymentLinks?: Maybe<Array<PaymentLink>>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: Maybe<Scalars['String']['output']>;
  /** This is a optional grouping field for reporting purposes. */
  portfolioReference?: Maybe<Scalars['String']['output']>;
  /** List of products related with the Account. */
  products?: Maybe<Array<Product>>;
  /** List of provided scores related with the Account. */
  scores?: Maybe<Array<AccountScore>>;
};


/** A formal business arrangement providing for regular dealings or services (such as banking, advertising, or store credit) and involving the establishment and maintenance of an Account. */
export type AccountclaimsArgs = {
  status?: InputMaybe<ClaimStatus>;
};

/** Response of any action that causes any side effect in the platform (e.g. create, update, delete) */
export type AccountActionResponse = {
  __typename?: 'AccountActionResponse';
  accountReference: Scalars['String']['output'];
  error?: Maybe<BulkError>;
  /** Identifier of the messages (used for tracing) */
  messageIds?: Maybe<Array<Scalars['String']['output']>>;
  messages?: Maybe<Array<Scalars['String']['output']>>;
  /** Status of the action */
  success: Scalars['Boolean']['output'];
};

/** Input for update_account_ledger_entries_amounts endpoint. */
export type AccountLedgerEntriesAmounts = {
  __typename?: 'AccountLedgerEntriesAmounts';
  /** Account reference in your system */
  accountReference?: Maybe<Scalars['String']['output']>;
  ledgerEntries?: Maybe<Array<LedgerEntryAmount>>;
};

export type AccountMandate = {
  __typename?: 'AccountMandate';
  /** Account reference in your system */
  accountReference?: Maybe<Scalars['String']['output']>;
  /** Your customer ID for this person or company */
  debtorReference?: Maybe<Scalars['String']['output']>;
  /** mandate id (can be the mandate id of external system) */
  mandateId?: Maybe<Scalars['String']['output']>;
  mandateRepresentation?: Maybe<MandateRepresentation>;
  /** Product References */
  productReferences?: Maybe<Array<Scalars['String']['output']>>;
  /** Name of payment provider */
  providerName?: Maybe<Scalars['String']['output']>;
};

/** Input for delete_account_mandates endpoint. */
export type AccountMandateDeleteInput = {
  /** Account reference in your system */
  accountReference: Scalars['String']['input'];
  /** mandate id (can be the mandate id of external system) */
  mandateId: Scalars['String']['input'];
};

export type AccountMandateInput =
  { ferratumV2AccountMandate: FerratumV2AccountMandateInput; paylandsAccountMandate?: never; splitAccountMandate?: never; trustlyAccountMandate?: never; }
  |  { ferratumV2AccountMandate?: never; paylandsAccountMandate: PaylandsAccountMandateInput; splitAccountMandate?: never; trustlyAccountMandate?: never; }
  |  { ferratumV2AccountMandate?: never; paylandsAccountMandate?: never; splitAccountMandate: SplitAccountMandateInput; trustlyAccountMandate?: never; }
  |  { ferratumV2AccountMandate?: never; paylandsAccountMandate?: never; splitAccountMandate?: never; trustlyAccountMandate: TrustlyAccountMandateInput; };

export type AccountMetaInput = {
  accountReference: Scalars['String']['input'];
  /** Additional information related to the entity. */
  meta: Scalars['JSON']['input'];
};

export type AccountProductResponse = {
  __typename?: 'AccountProductResponse';
  accountReference: Scalars['String']['output'];
  data?: Maybe<Array<Product>>;
  error?: Maybe<BulkError>;
  /** Identifier of the messages (used for tracing) */
  messageIds?: Maybe<Array<Scalars['String']['output']>>;
  messages?: Maybe<Array<Scalars['String']['output']>>;
  /** Status of the action */
  success: Scalars['Boolean']['output'];
};

/** An account score is a score that is calculated for a specific account. It can be used to determine the risk of a debtor or any other information that is relevant for the account. */
export type AccountScore = {
  __typename?: 'AccountScore';
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
  type?: Maybe<AccountScoreType>;
  value?: Maybe<Scalars['JSON']['output']>;
};

/** An account score is a score that is calculated for a specific account. It can be used to determine the risk of a debtor or any other information that is relevant for the account. */
export type AccountScoreInput = {
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  type: AccountScoreType;
  value?: InputMaybe<Scalars['JSON']['input']>;
};

/** Response of the set_account_score endpoint */
export type AccountScoreResponse = {
  __typename?: 'AccountScoreResponse';
  accountReference: Scalars['String']['output'];
  data?: Maybe<Array<AccountScore>>;
  error?: Maybe<BulkError>;
  /** Identifier of the messages (used for tracing) */
  messageIds?: Maybe<Array<Scalars['String']['output']>>;
  messages?: Maybe<Array<Scalars['String']['output']>>;
  /** Status of the action */
  success: Scalars['Boolean']['output'];
};

/** Type of score */
export type AccountScoreType =
  | 'BEHAVIORAL'
  | 'COLLECTION'
  | 'EXTERNAL'
  | 'INTERNAL';

export type AddAccountDebtorsInput = {
  /** Account reference in your system */
  accountReference: Scalars['String']['input'];
  /** Birthday of the debtor */
  birthday?: InputMaybe<Scalars['Date']['input']>;
  /** Company Name of the debtor (required if type is 'legal') */
  companyName?: InputMaybe<Scalars['String']['input']>;
  contactInformation: ContactInformationInput;
  /** Your customer ID for this person or company */
  debtorReference?: InputMaybe<Scalars['String']['input']>;
  /** First name of the debtor (required if type is 'natural') */
  firstName?: InputMaybe<Scalars['String']['input']>;
  /** Gender of the debtor */
  gender?: InputMaybe<Scalars['String']['input']>;
  /** Last name of the debtor (required if type is 'natural') */
  lastName?: InputMaybe<Scalars['String']['input']>;
  /** Middle name of the debtor */
  middleName?: InputMaybe<Scalars['String']['input']>;
  /** National Identification Number of the debtor */
  ssn?: InputMaybe<Scalars['String']['input']>;
  /** Title of the debtor */
  title?: InputMaybe<Scalars['String']['input']>;
  type?: InputMaybe<DebtorType>;
};

export type AddAccountLedgerEntriesInput = {
  /** Account reference in your system */
  accountReference: Scalars['String']['input'];
  ledgerEntry: LedgerEntryInput;
};

export type AddAccountProductsInput = {
  /** Account reference in your system */
  accountReference: Scalars['String']['input'];
  /** Product code */
  code?: InputMaybe<Scalars['String']['input']>;
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  /** Product name */
  name?: InputMaybe<Scalars['String']['input']>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: InputMaybe<Scalars['String']['input']>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference: Scalars['String']['input'];
  /** Type of product */
  type?: InputMaybe<Scalars['String']['input']>;
};

export type AdditionalContactInformation = EmailContact | LandLineContact | MobileNumberContact | UnknownAdditionalContactInformation | WorkPhoneNumberContact;

export type AdditionalContactInformationInput =
  { emailContact: EmailContactInput; landLineContact?: never; mobileNumberContact?: never; workPhoneNumberContact?: never; }
  |  { emailContact?: never; landLineContact: LandLineContactInput; mobileNumberContact?: never; workPhoneNumberContact?: never; }
  |  { emailContact?: never; landLineContact?: never; mobileNumberContact: MobileNumberContactInput; workPhoneNumberContact?: never; }
  |  { emailContact?: never; landLineContact?: never; mobileNumberContact?: never; workPhoneNumberContact: WorkPhoneNumberContactInput; };

export type AdjustmentLedgerEntry = {
  __typename?: 'AdjustmentLedgerEntry';
  adjustmentDetails?: Maybe<AdjustmentLedgerEntryAdjustmentDetails>;
  context?: Maybe<AdjustmentLedgerEntryContext>;
  /** Reference of the Adjustment Ledger Entry */
  ledgerEntryReference?: Maybe<Scalars['String']['output']>;
};

export type AdjustmentLedgerEntryAdjustmentDetails = {
  __typename?: 'AdjustmentLedgerEntryAdjustmentDetails';
  /** Monetary value in cents (positive or negative number) */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** Timestamp when the ledger entry was created in milliseconds */
  createdAt?: Maybe<Scalars['SafeInt']['output']>;
  /** Current due date in your system. Use originalDueDate unless you purchased the debt and need this distinction. */
  dueDate?: Maybe<Scalars['Date']['output']>;
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
  /** Reason for the adjustment */
  reason?: Maybe<Scalars['String']['output']>;
};

export type AdjustmentLedgerEntryAdjustmentDetailsInput = {
  /** Monetary value in cents (positive or negative number) */
  amount: Scalars['SafeInt']['input'];
  /** Timestamp when the ledger entry was created in milliseconds */
  createdAt?: InputMaybe<Scalars['SafeInt']['input']>;
  /** Current due date in your system. Use originalDueDate unless you purchased the debt and need this distinction. */
  dueDate?: InputMaybe<Scalars['Date']['input']>;
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  /** Reason for the adjustment */
  reason?: InputMaybe<Scalars['String']['input']>;
};

/** Describes the specific context of the entry */
export type AdjustmentLedgerEntryContext = {
  __typename?: 'AdjustmentLedgerEntryContext';
  /** Defines the target of the payment ledger entry */
  ledgerEntryReference?: Maybe<Scalars['String']['output']>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: Maybe<Scalars['String']['output']>;
};

/** Describes the specific context of the entry */
export type AdjustmentLedgerEntryContextInput = {
  /** Defines the target of the payment ledger entry */
  ledgerEntryReference?: InputMaybe<Scalars['String']['input']>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: InputMaybe<Scalars['String']['input']>;
};

export type AdjustmentLedgerEntryInput = {
  adjustmentDetails: AdjustmentLedgerEntryAdjustmentDetailsInput;
  context: AdjustmentLedgerEntryContextInput;
  /** Reference of the Adjustment Ledger Entry */
  ledgerEntryReference: Scalars['String']['input'];
};

export type AssignContactInput = {
  /** flag to speed up the process by not performing all the usual validity tests (Optional) */
  blind?: InputMaybe<Scalars['String']['input']>;
  /** contact id from accounting system */
  contactId: Scalars['String']['input'];
  /** installments for an invoice(s) – dates must be in yyyy-mm-dd format and amounts must add up the amount due; for a single-date installment don't forget the double brackets (e.g., [["2021-01-05","100.99"]]) (Optional) */
  installments?: InputMaybe<Array<InstallmentInput>>;
  /** Contact name for reducing API to call accounting system to fetching the name if blind is true (Optional) */
  name?: InputMaybe<Scalars['String']['input']>;
  /** organisation payment gateway id – you can find this in the URL when you edit the gateway. If you can't find it please contact support. */
  orgPGID: Scalars['String']['input'];
  /** Contact identifier with the gateway (e.g., Stripe customer token). Not all gateways use this value (especially upload gateways). Leave an empty string in this case. */
  pgToken?: InputMaybe<Scalars['String']['input']>;
  /** flag to suspend the contact or not (Optional) */
  suspended?: InputMaybe<Scalars['String']['input']>;
  /** ref1, ref2, … in an array (Optional - used mainly for NZ or AU DD) */
  values?: InputMaybe<Array<Scalars['String']['input']>>;
};

/**
 * - `FAIL (response)`: if a fail code has been raised
 * - `REPLACED`: if OrgContact already existed
 * - `OK`: if OrgContact did not already exist
 */
export type AssignContactResult = {
  __typename?: 'AssignContactResult';
  /** What stands in brackets behind FAIL. */
  message?: Maybe<Scalars['String']['output']>;
  outcome?: Maybe<ContactOutcome>;
};

export type AttributeFilterInput = {
  equalTo?: InputMaybe<Scalars['String']['input']>;
  id: Scalars['String']['input'];
};

export type BaseContactInformationInput = {
  additionalContactInformation?: InputMaybe<Array<AdditionalContactInformationInput>>;
  /** Address Line 1 */
  addressLine1?: InputMaybe<Scalars['String']['input']>;
  /** Address Line 2 */
  addressLine2?: InputMaybe<Scalars['String']['input']>;
  /** Address Line 3 */
  addressLine3?: InputMaybe<Scalars['String']['input']>;
  /** City */
  city?: InputMaybe<Scalars['String']['input']>;
  /** 2-digit country code (ISO 3166-1). This is required for the localization and payment providers. */
  country?: InputMaybe<Scalars['String']['input']>;
  /** Email Address */
  email?: InputMaybe<Scalars['String']['input']>;
  /** House number as part of the address */
  houseNumber?: InputMaybe<Scalars['String']['input']>;
  /** Land Line */
  landLine?: InputMaybe<Scalars['String']['input']>;
  /** Mobile Number */
  mobileNumber?: InputMaybe<Scalars['String']['input']>;
  /** Postal Code */
  postalCode?: InputMaybe<Scalars['String']['input']>;
  /** State */
  state?: InputMaybe<Scalars['String']['input']>;
};

export type BaseDebtorInput = {
  /** Birthday of the debtor */
  birthday?: InputMaybe<Scalars['Date']['input']>;
  /** Company Name of the debtor (required if type is 'legal') */
  companyName?: InputMaybe<Scalars['String']['input']>;
  contactInformation?: InputMaybe<BaseContactInformationInput>;
  /** Your customer ID for this person or company */
  debtorReference?: InputMaybe<Scalars['String']['input']>;
  /** First name of the debtor (required if type is 'natural') */
  firstName?: InputMaybe<Scalars['String']['input']>;
  /** Gender of the debtor */
  gender?: InputMaybe<Scalars['String']['input']>;
  /** Last name of the debtor (required if type is 'natural') */
  lastName?: InputMaybe<Scalars['String']['input']>;
  /** Middle name of the debtor */
  middleName?: InputMaybe<Scalars['String']['input']>;
  /** National Identification Number of the debtor */
  ssn?: InputMaybe<Scalars['String']['input']>;
  /** Title of the debtor */
  title?: InputMaybe<Scalars['String']['input']>;
  type?: InputMaybe<DebtorType>;
};

/** A set of records that were imported together. */
export type Batch = {
  __typename?: 'Batch';
  action?: Maybe<BatchAction>;
  /** For example `20190403-965`. */
  name?: Maybe<Scalars['String']['output']>;
  status?: Maybe<BatchStatus>;
};

export type BatchAction =
  /** The records are imported. */
  | 'IMPORT'
  /** The records are only validated. */
  | 'VALIDATE';

export type BatchFiltersInput = {
  name?: InputMaybe<StringFilterInput>;
};

export type BatchList = {
  __typename?: 'BatchList';
  items?: Maybe<Array<Batch>>;
  pagination?: Maybe<Pagination>;
};

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

/** Why one item of a bulk write failed. */
export type BulkError = {
  __typename?: 'BulkError';
  /** The vendor's code where it gives one, or `UNKNOWN_OUTCOME` for an item that the answer leaves out. */
  code?: Maybe<Scalars['String']['output']>;
  message: Scalars['String']['output'];
};

export type ChargebackLedgerEntry = {
  __typename?: 'ChargebackLedgerEntry';
  chargebackDetails?: Maybe<ChargebackLedgerEntryChargebackDetails>;
  context?: Maybe<ChargebackLedgerEntryContext>;
  /** Reference of the Chargeback Ledger Entry */
  ledgerEntryReference?: Maybe<Scalars['String']['output']>;
};

export type ChargebackLedgerEntryChargebackDetails = {
  __typename?: 'ChargebackLedgerEntryChargebackDetails';
  /** Monetary value in cents (natural nuumber) */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** Timestamp when the ledger entry was created in milliseconds */
  createdAt?: Maybe<Scalars['SafeInt']['output']>;
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
};

export type ChargebackLedgerEntryChargebackDetailsInput = {
  /** Monetary value in cents (natural nuumber) */
  amount: Scalars['SafeInt']['input'];
  /** Timestamp when the ledger entry was created in milliseconds */
  createdAt?: InputMaybe<Scalars['SafeInt']['input']>;
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
};

/** Describes the specific context of the entry */
export type ChargebackLedgerEntryContext = {
  __typename?: 'ChargebackLedgerEntryContext';
  /** Defines the target of the chargeback ledger entry */
  ledgerEntryReference?: Maybe<Scalars['String']['output']>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: Maybe<Scalars['String']['output']>;
};

/** Describes the specific context of the entry */
export type ChargebackLedgerEntryContextInput = {
  /** Defines the target of the chargeback ledger entry */
  ledgerEntryReference: Scalars['String']['input'];
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: InputMaybe<Scalars['String']['input']>;
};

export type ChargebackLedgerEntryInput = {
  chargebackDetails: ChargebackLedgerEntryChargebackDetailsInput;
  context: ChargebackLedgerEntryContextInput;
  /** Reference of the Chargeback Ledger Entry */
  ledgerEntryReference: Scalars['String']['input'];
};

export type Claim = {
  __typename?: 'Claim';
  /** The claim's account: one call to Receeve, none where the claim was reached through its account. */
  account?: Maybe<Account>;
  /**
   * Account number in your system (DEPRECATED, use accountReference)
   * @deprecated Account number in your system (DEPRECATED, use accountReference)
   */
  accountNumber?: Maybe<Scalars['String']['output']>;
  /** Account reference in your system */
  accountReference?: Maybe<Scalars['String']['output']>;
  /** Monetary value in cents (natural nuumber) */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** The current claim's reference */
  claimReference?: Maybe<Scalars['String']['output']>;
  /** The messages that were sent about the claim: one call to Receeve. */
  communicationMessageURLs?: Maybe<CommunicationMessageURLPage>;
  /** Reference of the person/company to whom money is owed */
  creditorReference?: Maybe<Scalars['String']['output']>;
  /** 3-digit currency code (ISO 4217) */
  currency?: Maybe<Scalars['String']['output']>;
  /** Current due date in your system. Use originalDueDate unless you purchased the debt and need this distinction. */
  currentDueDate?: Maybe<Scalars['Date']['output']>;
  /** List of fees. If neither fees nor totalFees are provided - we treat totalFees as 0. Using this field overwrites the totalFees value if you provided it as well. */
  fees?: Maybe<Array<Fee>>;
  /** `totalFees` with its currency, or the sum of `fees` where there is no total of them. */
  feesTotal?: Maybe<Money>;
  /** How the claim stands as an invoice: one call to uCollect. */
  invoiceStatus?: Maybe<InvoiceStatus>;
  /** The claim's landing page; null where it has none. One call to Receeve. */
  landingPageURL?: Maybe<Scalars['String']['output']>;
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
  /** Original due date in your system. This is the day when it went past due. DPD 0. */
  originalDueDate?: Maybe<Scalars['Date']['output']>;
  /**
   * The claim's pay links at Collectmaxx, the oldest first: those born from an import under the claim's
   * reference, and those that were requested for it. Lookups at Collectmaxx; which ones were requested stands
   * in the meta of the claim's account.
   */
  payLinks?: Maybe<Array<PayLink>>;
  /**
   * The payment links that were requested for the claim at CM, the oldest first. One call to CM for each;
   * which ones stands in the meta of the claim's account.
   */
  paymentLinks?: Maybe<Array<PaymentLink>>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: Maybe<Scalars['String']['output']>;
  /** What the debtor was asked to pay for this claim, at both providers: `payLinks`, then `paymentLinks`. */
  paymentRequests?: Maybe<Array<PaymentRequest>>;
  /** This is a optional grouping field for reporting purposes. */
  portfolioReference?: Maybe<Scalars['String']['output']>;
  primaryDebtor?: Maybe<Debtor>;
  /** `amount` with its currency: what is owed without fees. */
  principal?: Maybe<Money>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: Maybe<Scalars['String']['output']>;
  /** Reason for updating a claim (the reason must not be part of the Entity) */
  reason?: Maybe<Scalars['String']['output']>;
  /** List of scores */
  scores?: Maybe<Array<ClaimScore>>;
  status?: Maybe<ClaimStatus>;
  /** What is owed in all: principal and fees. */
  total?: Maybe<Money>;
  /** Monetary value in cents (natural nuumber) */
  totalFees?: Maybe<Scalars['SafeInt']['output']>;
};


export type ClaimcommunicationMessageURLsArgs = {
  communicationType?: InputMaybe<CommunicationType>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  page?: InputMaybe<Scalars['Int']['input']>;
  startDate?: InputMaybe<Scalars['Date']['input']>;
};

/** Response of any action that causes any side effect in the platform (e.g. create, update, delete) */
export type ClaimActionResponse = {
  __typename?: 'ClaimActionResponse';
  claimReference: Scalars['String']['output'];
  error?: Maybe<BulkError>;
  /** Identifier of the messages (used for tracing) */
  messageIds?: Maybe<Array<Scalars['String']['output']>>;
  messages?: Maybe<Array<Scalars['String']['output']>>;
  /** Status of the action */
  success: Scalars['Boolean']['output'];
};

export type ClaimCreatedEvent = {
  __typename?: 'ClaimCreatedEvent';
  details?: Maybe<ClaimCreatedEventDetails>;
  /** message identifier in Receeve system */
  messageId?: Maybe<Scalars['String']['output']>;
  /** UTC timestamp */
  timestamp?: Maybe<Scalars['String']['output']>;
};

export type ClaimCreatedEventDetails = {
  __typename?: 'ClaimCreatedEventDetails';
  /** Amount of the claim without fees in cents */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** reference to the Claim in external(your) system */
  claimRef?: Maybe<Scalars['String']['output']>;
  /** 3-digit currency code (ISO 4217) */
  currency?: Maybe<Scalars['String']['output']>;
  /** Current due date in your system. Use originalDueDate unless you purchased the debt and need this distinction. */
  dueDate?: Maybe<Scalars['Date']['output']>;
  /** type of event that happened in Receeve system */
  messageType?: Maybe<Scalars['String']['output']>;
  /** reference to the Claim in Receeve system */
  receeveClaimRef?: Maybe<Scalars['String']['output']>;
};

export type ClaimDebtPaymentProcessingEvent = {
  __typename?: 'ClaimDebtPaymentProcessingEvent';
  details?: Maybe<ClaimDebtPaymentProcessingEventDetails>;
  /** message identifier in Receeve system */
  messageId?: Maybe<Scalars['String']['output']>;
  /** UTC timestamp */
  timestamp?: Maybe<Scalars['String']['output']>;
};

export type ClaimDebtPaymentProcessingEventDetails = {
  __typename?: 'ClaimDebtPaymentProcessingEventDetails';
  /** Amount of the payment transaction in cents */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** reference to the Claim in external(your) system */
  claimRef?: Maybe<Scalars['String']['output']>;
  /** 3-digit currency code (ISO 4217) */
  currency?: Maybe<Scalars['String']['output']>;
  /** type of event that happened in Receeve system */
  messageType?: Maybe<Scalars['String']['output']>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: Maybe<Scalars['String']['output']>;
  /** Name of payment provider */
  providerName?: Maybe<Scalars['String']['output']>;
  /** reference to the Claim in Receeve system */
  receeveClaimRef?: Maybe<Scalars['String']['output']>;
  /** Tracking id from payment provider */
  trackingId?: Maybe<Scalars['String']['output']>;
};

/** Used when creating or importing claims */
export type ClaimDetails = {
  __typename?: 'ClaimDetails';
  /**
   * Account number in your system (DEPRECATED, use accountReference)
   * @deprecated Account number in your system (DEPRECATED, use accountReference)
   */
  accountNumber?: Maybe<Scalars['String']['output']>;
  /** Account reference in your system */
  accountReference?: Maybe<Scalars['String']['output']>;
  /** Monetary value in cents (natural nuumber) */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** Reference of the person/company to whom money is owed */
  creditorReference?: Maybe<Scalars['String']['output']>;
  /** 3-digit currency code (ISO 4217) */
  currency?: Maybe<Scalars['String']['output']>;
  /** Current due date in your system. Use originalDueDate unless you purchased the debt and need this distinction. */
  currentDueDate?: Maybe<Scalars['Date']['output']>;
  /** List of fees. If neither fees nor totalFees are provided - we treat totalFees as 0. Using this field overwrites the totalFees value if you provided it as well. */
  fees?: Maybe<Array<Fee>>;
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
  /** Original due date in your system. This is the day when it went past due. DPD 0. */
  originalDueDate?: Maybe<Scalars['Date']['output']>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: Maybe<Scalars['String']['output']>;
  /** This is a optional grouping field for reporting purposes. */
  portfolioReference?: Maybe<Scalars['String']['output']>;
  primaryDebtor?: Maybe<Debtor>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: Maybe<Scalars['String']['output']>;
  /** Reason for updating a claim (the reason must not be part of the Entity) */
  reason?: Maybe<Scalars['String']['output']>;
  /** List of scores */
  scores?: Maybe<Array<ClaimScore>>;
  /** Monetary value in cents (natural nuumber) */
  totalFees?: Maybe<Scalars['SafeInt']['output']>;
};

/** Used when creating or importing claims */
export type ClaimInput = {
  /**
   * Account number in your system (DEPRECATED, use accountReference)
   * @deprecated Account number in your system (DEPRECATED, use accountReference)
   */
  accountNumber?: InputMaybe<Scalars['String']['input']>;
  /** Account reference in your system */
  accountReference?: InputMaybe<Scalars['String']['input']>;
  /** Monetary value in cents (natural nuumber) */
  amount?: InputMaybe<Scalars['SafeInt']['input']>;
  claimReference: Scalars['String']['input'];
  /** Reference of the person/company to whom money is owed */
  creditorReference?: InputMaybe<Scalars['String']['input']>;
  /** 3-digit currency code (ISO 4217) */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** Current due date in your system. Use originalDueDate unless you purchased the debt and need this distinction. */
  currentDueDate: Scalars['Date']['input'];
  /** List of fees. If neither fees nor totalFees are provided - we treat totalFees as 0. Using this field overwrites the totalFees value if you provided it as well. */
  fees?: InputMaybe<Array<FeeInput>>;
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  /** Original due date in your system. This is the day when it went past due. DPD 0. */
  originalDueDate: Scalars['Date']['input'];
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: InputMaybe<Scalars['String']['input']>;
  /** This is a optional grouping field for reporting purposes. */
  portfolioReference?: InputMaybe<Scalars['String']['input']>;
  primaryDebtor?: InputMaybe<DebtorInput>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: InputMaybe<Scalars['String']['input']>;
  /** Reason for updating a claim (the reason must not be part of the Entity) */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** List of scores */
  scores?: InputMaybe<Array<ClaimScoreInput>>;
  /** Monetary value in cents (natural nuumber) */
  totalFees?: InputMaybe<Scalars['SafeInt']['input']>;
};

export type ClaimOriginator =
  | 'CLIENT'
  | 'DCA';

/** Claims of an account, with the id of the next page where there is one. */
export type ClaimPage = {
  __typename?: 'ClaimPage';
  items?: Maybe<Array<Claim>>;
  numberOfPages?: Maybe<Scalars['Int']['output']>;
  /** Asks for the next page; null on the last one. */
  paginationId?: Maybe<Scalars['String']['output']>;
};

/** The reason for the claim resolution. */
export type ClaimResolutionReason =
  | 'CLAIM_DISCARDED'
  | 'CLAIM_DISCHARGED'
  | 'CLAIM_INVALIDATED'
  | 'CLAIM_PAID'
  | 'CLAIM_SOLD'
  | 'FRAUDULENT';

/** An Claim Score is a score that is calculated for a specific claim. */
export type ClaimScore = {
  __typename?: 'ClaimScore';
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
  type?: Maybe<ClaimScoreType>;
  value?: Maybe<Scalars['JSON']['output']>;
};

/** An Claim Score is a score that is calculated for a specific claim. */
export type ClaimScoreInput = {
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  type: ClaimScoreType;
  value?: InputMaybe<Scalars['JSON']['input']>;
};

/** Type of score */
export type ClaimScoreType =
  | 'BEHAVIORAL'
  | 'COLLECTION'
  | 'EXTERNAL'
  | 'INTERNAL';

export type ClaimStatus =
  | 'ACTIVE'
  | 'RESOLVED';

export type CommunicationMessageURL = {
  __typename?: 'CommunicationMessageURL';
  /** template id of communication that happened in Receeve system */
  bundleId?: Maybe<Scalars['String']['output']>;
  /** template display name of communication that happened in Receeve system */
  bundleName?: Maybe<Scalars['String']['output']>;
  communicationType?: Maybe<CommunicationType>;
  /** Timestamp when the communication event occured */
  dateTime?: Maybe<Scalars['SafeInt']['output']>;
  /** The message itself: one call to Receeve. */
  message?: Maybe<Message>;
  /** URL of the message */
  messageURL?: Maybe<Scalars['String']['output']>;
};

export type CommunicationMessageURLPage = {
  __typename?: 'CommunicationMessageURLPage';
  communicationMessageURLs?: Maybe<Array<CommunicationMessageURL>>;
  /** amount of events per current page */
  limit?: Maybe<Scalars['Int']['output']>;
  /** amount of pages with limit that is given for that request */
  numberOfPages?: Maybe<Scalars['Int']['output']>;
  /** current page number */
  page?: Maybe<Scalars['Int']['output']>;
};

export type CommunicationType =
  | 'EMAIL'
  | 'LETTER'
  | 'SMS';

/** Contact information of the debtor, used for communication purposes. */
export type ContactInformation = {
  __typename?: 'ContactInformation';
  additionalContactInformation?: Maybe<Array<AdditionalContactInformation>>;
  /** Address Line 1 */
  addressLine1?: Maybe<Scalars['String']['output']>;
  /** Address Line 2 */
  addressLine2?: Maybe<Scalars['String']['output']>;
  /** Address Line 3 */
  addressLine3?: Maybe<Scalars['String']['output']>;
  /** City */
  city?: Maybe<Scalars['String']['output']>;
  /** 2-digit country code (ISO 3166-1). This is required for the localization and payment providers. */
  country?: Maybe<Scalars['String']['output']>;
  /** Email Address */
  email?: Maybe<Scalars['String']['output']>;
  /** House number as part of the address */
  houseNumber?: Maybe<Scalars['String']['output']>;
  /** Land Line */
  landLine?: Maybe<Scalars['String']['output']>;
  /** Mobile Number */
  mobileNumber?: Maybe<Scalars['String']['output']>;
  /** Postal Code */
  postalCode?: Maybe<Scalars['String']['output']>;
  /** State */
  state?: Maybe<Scalars['String']['output']>;
};

/** Contact information of the debtor, used for communication purposes. */
export type ContactInformationInput = {
  additionalContactInformation?: InputMaybe<Array<AdditionalContactInformationInput>>;
  /** Address Line 1 */
  addressLine1?: InputMaybe<Scalars['String']['input']>;
  /** Address Line 2 */
  addressLine2?: InputMaybe<Scalars['String']['input']>;
  /** Address Line 3 */
  addressLine3?: InputMaybe<Scalars['String']['input']>;
  /** City */
  city?: InputMaybe<Scalars['String']['input']>;
  /** 2-digit country code (ISO 3166-1). This is required for the localization and payment providers. */
  country: Scalars['String']['input'];
  /** Email Address */
  email?: InputMaybe<Scalars['String']['input']>;
  /** House number as part of the address */
  houseNumber?: InputMaybe<Scalars['String']['input']>;
  /** Land Line */
  landLine?: InputMaybe<Scalars['String']['input']>;
  /** Mobile Number */
  mobileNumber?: InputMaybe<Scalars['String']['input']>;
  /** Postal Code */
  postalCode?: InputMaybe<Scalars['String']['input']>;
  /** State */
  state?: InputMaybe<Scalars['String']['input']>;
};

export type ContactOutcome =
  | 'FAIL'
  | 'OK'
  | 'REPLACED';

/**
 * - `NOT CONNECTED`: no uCollect organisation exists for this ledgername (must have at least one PG to be
 *   deemed connected)
 * - `DUPLICATE ORGANISATION`: a unique match between the ledger and user could not be made (i.e., two
 *   organisations were found for this LedgerName/User combo
 * - `NOT ENABLED`: if this contact has not had a PG attached
 * - `CONTACT SUSPENDED`: if this contact has a PG attached but the contact is suspended
 * - `ENABLED (via PGName)`: if this contact has had a PG attached (include the PG name in the response)
 *   and none of the other scenarios apply
 */
export type ContactStatus = {
  __typename?: 'ContactStatus';
  /** The name of the payment gateway, where the answer gives one. */
  gateway?: Maybe<Scalars['String']['output']>;
  /** The answer as it came. */
  raw?: Maybe<Scalars['String']['output']>;
  status?: Maybe<ContactStatusWord>;
};

export type ContactStatusWord =
  | 'CONTACT_SUSPENDED'
  | 'DUPLICATE_ORGANISATION'
  | 'ENABLED'
  | 'NOT_CONNECTED'
  | 'NOT_ENABLED';

/** Input for create_account endpoint. */
export type CreateAccountInput = {
  accountReference: Scalars['String']['input'];
  /** 3-digit currency code (ISO 4217) */
  currency: Scalars['String']['input'];
  /** List of debtors related with the Account. */
  debtors?: InputMaybe<Array<DebtorInput>>;
  /** Ledger used to create Managed Claims. */
  ledgerEntries?: InputMaybe<Array<LedgerEntryInput>>;
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: InputMaybe<Scalars['String']['input']>;
  /** This is a optional grouping field for reporting purposes. */
  portfolioReference?: InputMaybe<Scalars['String']['input']>;
  /** List of products related with the Account. */
  products?: InputMaybe<Array<ProductInput>>;
  /** List of provided scores related with the Account. */
  scores?: InputMaybe<Array<AccountScoreInput>>;
};

export type CreateAccountMandates = {
  __typename?: 'CreateAccountMandates';
  accountReference: Scalars['String']['output'];
  data?: Maybe<Array<CreatedAccountMandate>>;
  error?: Maybe<BulkError>;
  /** Identifier of the messages (used for tracing) */
  messageIds?: Maybe<Array<Scalars['String']['output']>>;
  messages?: Maybe<Array<Scalars['String']['output']>>;
  /** Status of the action */
  success: Scalars['Boolean']['output'];
};

export type CreateAccounts = {
  __typename?: 'CreateAccounts';
  accountReference: Scalars['String']['output'];
  data?: Maybe<Account>;
  error?: Maybe<BulkError>;
  /** Identifier of the messages (used for tracing) */
  messageIds?: Maybe<Array<Scalars['String']['output']>>;
  messages?: Maybe<Array<Scalars['String']['output']>>;
  /** Status of the action */
  success: Scalars['Boolean']['output'];
};

/** Input for create_claims endpoint. */
export type CreateClaimInput = {
  /**
   * Account number in your system (DEPRECATED, use accountReference)
   * @deprecated Account number in your system (DEPRECATED, use accountReference)
   */
  accountNumber?: InputMaybe<Scalars['String']['input']>;
  /** Account reference in your system */
  accountReference?: InputMaybe<Scalars['String']['input']>;
  /** Monetary value in cents (natural nuumber) */
  amount?: InputMaybe<Scalars['SafeInt']['input']>;
  claimReference: Scalars['String']['input'];
  /** Reference of the person/company to whom money is owed */
  creditorReference?: InputMaybe<Scalars['String']['input']>;
  /** 3-digit currency code (ISO 4217) */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** Current due date in your system. Use originalDueDate unless you purchased the debt and need this distinction. */
  currentDueDate: Scalars['Date']['input'];
  /** List of fees. If neither fees nor totalFees are provided - we treat totalFees as 0. Using this field overwrites the totalFees value if you provided it as well. */
  fees?: InputMaybe<Array<FeeInput>>;
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  /** Original due date in your system. This is the day when it went past due. DPD 0. */
  originalDueDate: Scalars['Date']['input'];
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: InputMaybe<Scalars['String']['input']>;
  /** This is a optional grouping field for reporting purposes. */
  portfolioReference?: InputMaybe<Scalars['String']['input']>;
  primaryDebtor?: InputMaybe<DebtorInput>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: InputMaybe<Scalars['String']['input']>;
  /** Reason for updating a claim (the reason must not be part of the Entity) */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** List of scores */
  scores?: InputMaybe<Array<ClaimScoreInput>>;
  /** Monetary value in cents (natural nuumber) */
  totalFees?: InputMaybe<Scalars['SafeInt']['input']>;
};

export type CreateClaims = {
  __typename?: 'CreateClaims';
  claimReference: Scalars['String']['output'];
  data?: Maybe<ClaimDetails>;
  error?: Maybe<BulkError>;
  /** Identifier of the messages (used for tracing) */
  messageIds?: Maybe<Array<Scalars['String']['output']>>;
  messages?: Maybe<Array<Scalars['String']['output']>>;
  /** Status of the action */
  success: Scalars['Boolean']['output'];
};

export type CreatePaymentLinkInput = {
  /** The amount due for payment in the currency code specified */
  amount: Scalars['Decimal']['input'];
  /**
   * Merchant specific URL to be called when the status of the payment link changes
   * Defaults to callback URL that is configured on merchant level
   */
  callbackUrl?: InputMaybe<Scalars['String']['input']>;
  /** Optional ISO 3166-1 alpha-2 country code to indicate which country specific payment options should be displayed. Defaults to the country code that is derived from the IP address of the visitor */
  countryCode?: InputMaybe<Scalars['String']['input']>;
  /**
   * Optional ISO 4217 alpha-3 currency code to indicate which currency the amount is in
   * Defaults to EUR (Euro)
   */
  currencyCode?: InputMaybe<Scalars['String']['input']>;
  /**
   * Optional ISO 8601 timestamp to indicate the expiry date of the payment link
   * Defaults to no expiry date
   */
  expiryDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** Optional ISO 8601 timestamp to indicate the due date of the associated invoice */
  invoiceDueDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** Optional reference of the associated invoice */
  invoiceReference?: InputMaybe<Scalars['String']['input']>;
  /**
   * Optional ISO 639-1 alpha-2 code of the language the payment link page should be rendered in
   * Defaults to EN (English)
   */
  languageCode?: InputMaybe<Scalars['String']['input']>;
  /** The merchant reference to the payment link */
  merchantReference: Scalars['String']['input'];
};

export type CreatePromisesToPay = {
  __typename?: 'CreatePromisesToPay';
  claimReference: Scalars['String']['output'];
  data?: Maybe<PromiseToPay>;
  error?: Maybe<BulkError>;
  /** Identifier of the messages (used for tracing) */
  messageIds?: Maybe<Array<Scalars['String']['output']>>;
  messages?: Maybe<Array<Scalars['String']['output']>>;
  /** Status of the action */
  success: Scalars['Boolean']['output'];
};

export type CreatedAccountMandate = FerratumV2AccountMandate | PaylandsAccountMandate | SplitAccountMandate | TrustlyAccountMandate | UnknownCreatedAccountMandate;

export type CreditDebitClaim = {
  __typename?: 'CreditDebitClaim';
  /** Monetary value in cents (natural nuumber) */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** 3-digit currency code (ISO 4217) */
  currency?: Maybe<Scalars['String']['output']>;
  /** date of credit/debit (unix timestamp in msec) */
  date?: Maybe<Scalars['SafeInt']['output']>;
  /** some description for credit/debit */
  descriptionText?: Maybe<Scalars['String']['output']>;
  originator?: Maybe<ClaimOriginator>;
};

export type CreditDebitClaimActionResponse = {
  __typename?: 'CreditDebitClaimActionResponse';
  claimReference: Scalars['String']['output'];
  data?: Maybe<CreditDebitClaim>;
  error?: Maybe<BulkError>;
  /** Identifier of the messages (used for tracing) */
  messageIds?: Maybe<Array<Scalars['String']['output']>>;
  messages?: Maybe<Array<Scalars['String']['output']>>;
  /** Status of the action */
  success: Scalars['Boolean']['output'];
};

export type CreditDebitClaimInput = {
  /** Monetary value in cents (natural nuumber) */
  amount: Scalars['SafeInt']['input'];
  claimReference: Scalars['String']['input'];
  /** 3-digit currency code (ISO 4217) */
  currency: Scalars['String']['input'];
  /** date of credit/debit (unix timestamp in msec) */
  date?: InputMaybe<Scalars['SafeInt']['input']>;
  /** some description for credit/debit */
  descriptionText?: InputMaybe<Scalars['String']['input']>;
  originator: ClaimOriginator;
};

/** ClaimReference as key and the Custom Trigger Name as the value */
export type CustomTriggerInput = {
  claimReference: Scalars['String']['input'];
  /** key-value pairs to attach additional information to the trigger */
  triggerContext?: InputMaybe<Scalars['JSON']['input']>;
  /** Custom Trigger Name */
  triggerName: Scalars['String']['input'];
};

/** Both operators together are a range. Whether its ends belong to it is not said. */
export type DateFilterInput = {
  /** RFC 3339. */
  greaterThan?: InputMaybe<Scalars['String']['input']>;
  /** RFC 3339. */
  lesserThan?: InputMaybe<Scalars['String']['input']>;
};

/**
 * The Debtor is the entity that owes the money. It can be a person (natural) or a company (legal).
 *
 * Notes:
 * - If the debtor is a person (natural), then firstName and lastName are required.
 * - If the debtor is a company (legal), then companyName is required.
 */
export type Debtor = {
  __typename?: 'Debtor';
  /**
   * The debtor's accounts: one call to Receeve, none below `Query.debtor`. Scores, products and ledger entries
   * are not in that answer; asking for one of them costs one call for each account.
   */
  accounts?: Maybe<Array<Account>>;
  /** Birthday of the debtor */
  birthday?: Maybe<Scalars['Date']['output']>;
  /** Company Name of the debtor (required if type is 'legal') */
  companyName?: Maybe<Scalars['String']['output']>;
  contactInformation?: Maybe<ContactInformation>;
  /** How the debtor stands as a contact: one call to uCollect. */
  contactStatus?: Maybe<ContactStatus>;
  /** Your customer ID for this person or company */
  debtorReference?: Maybe<Scalars['String']['output']>;
  /** First name of the debtor (required if type is 'natural') */
  firstName?: Maybe<Scalars['String']['output']>;
  /** Gender of the debtor */
  gender?: Maybe<Scalars['String']['output']>;
  /** Last name of the debtor (required if type is 'natural') */
  lastName?: Maybe<Scalars['String']['output']>;
  /** Middle name of the debtor */
  middleName?: Maybe<Scalars['String']['output']>;
  /** Where the debtor can pay now: computed for uCollect, without a call. */
  payNowURL?: Maybe<Scalars['String']['output']>;
  /** National Identification Number of the debtor */
  ssn?: Maybe<Scalars['String']['output']>;
  /** Title of the debtor */
  title?: Maybe<Scalars['String']['output']>;
  type?: Maybe<DebtorType>;
};


/**
 * The Debtor is the entity that owes the money. It can be a person (natural) or a company (legal).
 *
 * Notes:
 * - If the debtor is a person (natural), then firstName and lastName are required.
 * - If the debtor is a company (legal), then companyName is required.
 */
export type DebtorpayNowURLArgs = {
  org: Scalars['String']['input'];
};

export type DebtorAccountsAndClaims = {
  __typename?: 'DebtorAccountsAndClaims';
  /** Account reference in your system */
  accountReference?: Maybe<Scalars['String']['output']>;
  claims?: Maybe<Array<DebtorClaim>>;
  /** 3-digit currency code (ISO 4217) */
  currency?: Maybe<Scalars['String']['output']>;
  debtors?: Maybe<Array<Debtor>>;
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: Maybe<Scalars['String']['output']>;
  /** This is a optional grouping field for reporting purposes. */
  portfolioReference?: Maybe<Scalars['String']['output']>;
};

export type DebtorClaim = {
  __typename?: 'DebtorClaim';
  /**
   * Account number in your system (DEPRECATED, use accountReference)
   * @deprecated Account number in your system (DEPRECATED, use accountReference)
   */
  accountNumber?: Maybe<Scalars['String']['output']>;
  /** Account reference in your system */
  accountReference?: Maybe<Scalars['String']['output']>;
  /** Monetary value in cents (natural nuumber) */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** Reference of the person/company to whom money is owed */
  creditorReference?: Maybe<Scalars['String']['output']>;
  /** 3-digit currency code (ISO 4217) */
  currency?: Maybe<Scalars['String']['output']>;
  /** Current due date in your system. Use originalDueDate unless you purchased the debt and need this distinction. */
  currentDueDate?: Maybe<Scalars['Date']['output']>;
  /** List of fees. If neither fees nor totalFees are provided - we treat totalFees as 0. Using this field overwrites the totalFees value if you provided it as well. */
  fees?: Maybe<Array<Fee>>;
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
  /** Original due date in your system. This is the day when it went past due. DPD 0. */
  originalDueDate?: Maybe<Scalars['Date']['output']>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: Maybe<Scalars['String']['output']>;
  /** This is a optional grouping field for reporting purposes. */
  portfolioReference?: Maybe<Scalars['String']['output']>;
  primaryDebtor?: Maybe<Debtor>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: Maybe<Scalars['String']['output']>;
  /** Reason for updating a claim (the reason must not be part of the Entity) */
  reason?: Maybe<Scalars['String']['output']>;
  /** List of scores */
  scores?: Maybe<Array<ClaimScore>>;
  /** Monetary value in cents (natural nuumber) */
  totalFees?: Maybe<Scalars['SafeInt']['output']>;
};

/**
 * The Debtor is the entity that owes the money. It can be a person (natural) or a company (legal).
 *
 * Notes:
 * - If the debtor is a person (natural), then firstName and lastName are required.
 * - If the debtor is a company (legal), then companyName is required.
 */
export type DebtorInput = {
  /** Birthday of the debtor */
  birthday?: InputMaybe<Scalars['Date']['input']>;
  /** Company Name of the debtor (required if type is 'legal') */
  companyName?: InputMaybe<Scalars['String']['input']>;
  contactInformation: ContactInformationInput;
  /** Your customer ID for this person or company */
  debtorReference?: InputMaybe<Scalars['String']['input']>;
  /** First name of the debtor (required if type is 'natural') */
  firstName?: InputMaybe<Scalars['String']['input']>;
  /** Gender of the debtor */
  gender?: InputMaybe<Scalars['String']['input']>;
  /** Last name of the debtor (required if type is 'natural') */
  lastName?: InputMaybe<Scalars['String']['input']>;
  /** Middle name of the debtor */
  middleName?: InputMaybe<Scalars['String']['input']>;
  /** National Identification Number of the debtor */
  ssn?: InputMaybe<Scalars['String']['input']>;
  /** Title of the debtor */
  title?: InputMaybe<Scalars['String']['input']>;
  type?: InputMaybe<DebtorType>;
};

export type DebtorResponse = {
  __typename?: 'DebtorResponse';
  accountReference: Scalars['String']['output'];
  data?: Maybe<Array<Debtor>>;
  error?: Maybe<BulkError>;
  /** Identifier of the messages (used for tracing) */
  messageIds?: Maybe<Array<Scalars['String']['output']>>;
  messages?: Maybe<Array<Scalars['String']['output']>>;
  /** Status of the action */
  success: Scalars['Boolean']['output'];
};

/** Type of the debtor (default: natural) */
export type DebtorType =
  | 'LEGAL'
  | 'NATURAL';

export type DiscountLedgerEntry = {
  __typename?: 'DiscountLedgerEntry';
  context?: Maybe<DiscountLedgerEntryContext>;
  discountDetails?: Maybe<DiscountLedgerEntryDiscountDetails>;
  /** Reference of the Discount Ledger Entry */
  ledgerEntryReference?: Maybe<Scalars['String']['output']>;
};

/** Describes the specific context of the entry */
export type DiscountLedgerEntryContext = {
  __typename?: 'DiscountLedgerEntryContext';
  /** Defines the target of the discount ledger entry */
  ledgerEntryReference?: Maybe<Scalars['String']['output']>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: Maybe<Scalars['String']['output']>;
};

/** Describes the specific context of the entry */
export type DiscountLedgerEntryContextInput = {
  /** Defines the target of the discount ledger entry */
  ledgerEntryReference: Scalars['String']['input'];
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: InputMaybe<Scalars['String']['input']>;
};

export type DiscountLedgerEntryDiscountDetails = {
  __typename?: 'DiscountLedgerEntryDiscountDetails';
  /** Monetary value in cents (natural nuumber) */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** Timestamp when the ledger entry was created in milliseconds */
  createdAt?: Maybe<Scalars['SafeInt']['output']>;
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
};

export type DiscountLedgerEntryDiscountDetailsInput = {
  /** Monetary value in cents (natural nuumber) */
  amount: Scalars['SafeInt']['input'];
  /** Timestamp when the ledger entry was created in milliseconds */
  createdAt?: InputMaybe<Scalars['SafeInt']['input']>;
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
};

export type DiscountLedgerEntryInput = {
  context: DiscountLedgerEntryContextInput;
  discountDetails: DiscountLedgerEntryDiscountDetailsInput;
  /** Reference of the Discount Ledger Entry */
  ledgerEntryReference: Scalars['String']['input'];
};

export type EmailContact = {
  __typename?: 'EmailContact';
  /** Email Address */
  email?: Maybe<Scalars['String']['output']>;
};

export type EmailContactInput = {
  /** Email Address */
  email: Scalars['String']['input'];
};

export type Event = ClaimCreatedEvent | ClaimDebtPaymentProcessingEvent | UnknownEvent;

export type EventLogPage = {
  __typename?: 'EventLogPage';
  /** Good for the next `after`, of a query as of a subscription. */
  endCursor: Scalars['ID']['output'];
  /** Whether there is more to read right now. A page may hold fewer events than were asked for and still have more behind it. */
  hasMore: Scalars['Boolean']['output'];
  items: Array<LoggedEvent>;
};

export type EventPage = {
  __typename?: 'EventPage';
  events?: Maybe<Array<Event>>;
  /** amount of events per current page */
  limit?: Maybe<Scalars['Int']['output']>;
  /** amount of pages with limit that is given for that request */
  numberOfPages?: Maybe<Scalars['Int']['output']>;
  /** current page number */
  page?: Maybe<Scalars['Int']['output']>;
};

/** Additional expected payment amount. */
export type Fee = {
  __typename?: 'Fee';
  /** Monetary value in cents (natural nuumber) */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** Name of the fee. */
  name?: Maybe<Scalars['String']['output']>;
};

/** Additional expected payment amount. */
export type FeeInput = {
  /** Monetary value in cents (natural nuumber) */
  amount: Scalars['SafeInt']['input'];
  /** Name of the fee. */
  name: Scalars['String']['input'];
};

export type FeeLedgerEntry = {
  __typename?: 'FeeLedgerEntry';
  context?: Maybe<FeeLedgerEntryContext>;
  feeDetails?: Maybe<FeeLedgerEntryFeeDetails>;
  /** Reference of the Fee Ledger Entry */
  ledgerEntryReference?: Maybe<Scalars['String']['output']>;
};

/** Describes the specific context of the entry */
export type FeeLedgerEntryContext = {
  __typename?: 'FeeLedgerEntryContext';
  /** Relationship of the fee with another ledger entry */
  ledgerEntryReference?: Maybe<Scalars['String']['output']>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: Maybe<Scalars['String']['output']>;
};

/** Describes the specific context of the entry */
export type FeeLedgerEntryContextInput = {
  /** Relationship of the fee with another ledger entry */
  ledgerEntryReference?: InputMaybe<Scalars['String']['input']>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: InputMaybe<Scalars['String']['input']>;
};

export type FeeLedgerEntryFeeDetails = {
  __typename?: 'FeeLedgerEntryFeeDetails';
  /** Monetary value in cents (natural nuumber) */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** Timestamp when the ledger entry was created in milliseconds */
  createdAt?: Maybe<Scalars['SafeInt']['output']>;
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
  /** Type of fee */
  type?: Maybe<Scalars['String']['output']>;
};

export type FeeLedgerEntryFeeDetailsInput = {
  /** Monetary value in cents (natural nuumber) */
  amount: Scalars['SafeInt']['input'];
  /** Timestamp when the ledger entry was created in milliseconds */
  createdAt?: InputMaybe<Scalars['SafeInt']['input']>;
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  /** Type of fee */
  type?: InputMaybe<Scalars['String']['input']>;
};

export type FeeLedgerEntryInput = {
  context: FeeLedgerEntryContextInput;
  feeDetails: FeeLedgerEntryFeeDetailsInput;
  /** Reference of the Fee Ledger Entry */
  ledgerEntryReference: Scalars['String']['input'];
};

export type FerratumV2AccountMandate = {
  __typename?: 'FerratumV2AccountMandate';
  /** Account reference in your system */
  accountReference?: Maybe<Scalars['String']['output']>;
  /** Your customer ID for this person or company */
  debtorReference?: Maybe<Scalars['String']['output']>;
  /** mandate id (can be the mandate id of external system) */
  mandateId?: Maybe<Scalars['String']['output']>;
  mandateRepresentation?: Maybe<MandateRepresentation>;
  /** Product References */
  productReferences?: Maybe<Array<Scalars['String']['output']>>;
  providerName?: Maybe<FerratumV2AccountMandateProviderName>;
};

export type FerratumV2AccountMandateInput = {
  /** Account reference in your system */
  accountReference: Scalars['String']['input'];
  /** Your customer ID for this person or company */
  debtorReference: Scalars['String']['input'];
  /** mandate id (can be the mandate id of external system) */
  mandateId: Scalars['String']['input'];
  mandateRepresentation?: InputMaybe<MandateRepresentationInput>;
  /** Product References */
  productReferences: Array<Scalars['String']['input']>;
  providerName?: FerratumV2AccountMandateProviderName;
};

export type FerratumV2AccountMandateProviderName =
  | 'FERRATUM_CHECKOUT_CREDIT_CARD_V2';

/** Response of any action that causes any side effect in the platform (e.g. create, update, delete) */
export type FileActionResponse = {
  __typename?: 'FileActionResponse';
  key: Scalars['String']['output'];
  /** Identifier of the messages (used for tracing) */
  messageIds?: Maybe<Array<Scalars['String']['output']>>;
  messages?: Maybe<Array<Scalars['String']['output']>>;
  /** Status of the action */
  success?: Maybe<Scalars['Boolean']['output']>;
};

/** A file of records. */
export type FileInput = {
  /** The file, Base64 encoded. */
  contents: Scalars['String']['input'];
  /** `csv`, `xml`, `xlsx`, `xls` or `ods`. */
  extension: Scalars['String']['input'];
};

/** Input for update_claims endpoint. */
export type ImportClaimInput = {
  /**
   * Account number in your system (DEPRECATED, use accountReference)
   * @deprecated Account number in your system (DEPRECATED, use accountReference)
   */
  accountNumber?: InputMaybe<Scalars['String']['input']>;
  /** Account reference in your system */
  accountReference?: InputMaybe<Scalars['String']['input']>;
  /** Monetary value in cents (natural nuumber) */
  amount?: InputMaybe<Scalars['SafeInt']['input']>;
  claimReference: Scalars['String']['input'];
  /** Reference of the person/company to whom money is owed */
  creditorReference?: InputMaybe<Scalars['String']['input']>;
  /** 3-digit currency code (ISO 4217) */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** Current due date in your system. Use originalDueDate unless you purchased the debt and need this distinction. */
  currentDueDate: Scalars['Date']['input'];
  /** List of fees. If neither fees nor totalFees are provided - we treat totalFees as 0. Using this field overwrites the totalFees value if you provided it as well. */
  fees?: InputMaybe<Array<FeeInput>>;
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  options?: InputMaybe<UpdateClaimOptionsInput>;
  /** Original due date in your system. This is the day when it went past due. DPD 0. */
  originalDueDate: Scalars['Date']['input'];
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: InputMaybe<Scalars['String']['input']>;
  /** This is a optional grouping field for reporting purposes. */
  portfolioReference?: InputMaybe<Scalars['String']['input']>;
  primaryDebtor?: InputMaybe<DebtorInput>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: InputMaybe<Scalars['String']['input']>;
  /** Reason for updating a claim (the reason must not be part of the Entity) */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** List of scores */
  scores?: InputMaybe<Array<ClaimScoreInput>>;
  /** Monetary value in cents (natural nuumber) */
  totalFees?: InputMaybe<Scalars['SafeInt']['input']>;
};

export type ImportMutation = {
  __typename?: 'ImportMutation';
  /**
   * Adds records, as rows or as a file. When sending records to our API, we still start importing the
   * records according to your account's import schedule. Only the records that were sent during the
   * request are returned: this makes it easier to validate if added records are accepted, using the
   * record's reference.
   */
  addRecords?: Maybe<ImportedBatch>;
};


export type ImportMutationaddRecordsArgs = {
  file?: InputMaybe<FileInput>;
  rows?: InputMaybe<Array<RowInput>>;
};

export type ImportQuery = {
  __typename?: 'ImportQuery';
  /** Searches batches. */
  batches?: Maybe<BatchList>;
};


export type ImportQuerybatchesArgs = {
  filters?: InputMaybe<BatchFiltersInput>;
};

/** The batch that records were added to. */
export type ImportedBatch = {
  __typename?: 'ImportedBatch';
  action?: Maybe<BatchAction>;
  /** For example `20190403-965`. */
  name?: Maybe<Scalars['String']['output']>;
  /** The records of this request; none for a file, which is read later. */
  records?: Maybe<Array<Record>>;
  status?: Maybe<BatchStatus>;
};

export type InstallmentInput = {
  invoiceId: Scalars['String']['input'];
  /** The dates and amounts of this invoice; the amounts must add up to the amount due. */
  parts: Array<InstallmentPartInput>;
};

/** A date and the amount due on it. */
export type InstallmentPartInput = {
  /** The amount, a decimal number */
  amount: Scalars['String']['input'];
  /** The date, yyyy-mm-dd */
  date: Scalars['Date']['input'];
};

/** An Invoice Ledger Entry is a type of Ledger Entry that represents a claim in the system. */
export type InvoiceLedgerEntry = {
  __typename?: 'InvoiceLedgerEntry';
  context?: Maybe<InvoiceLedgerEntryContext>;
  invoiceDetails?: Maybe<InvoiceLedgerEntryInvoiceDetails>;
  /** Reference of the Ledger Entry (unique per Account) */
  ledgerEntryReference?: Maybe<Scalars['String']['output']>;
};

/** Describes the specific context of the Ledger Entry */
export type InvoiceLedgerEntryContext = {
  __typename?: 'InvoiceLedgerEntryContext';
  /** Your customer ID for this person or company */
  externalDebtorReference?: Maybe<Scalars['String']['output']>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: Maybe<Scalars['String']['output']>;
};

/** Describes the specific context of the Ledger Entry */
export type InvoiceLedgerEntryContextInput = {
  /** Your customer ID for this person or company */
  externalDebtorReference?: InputMaybe<Scalars['String']['input']>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: InputMaybe<Scalars['String']['input']>;
};

/** An Invoice Ledger Entry is a type of Ledger Entry that represents a claim in the system. */
export type InvoiceLedgerEntryInput = {
  context: InvoiceLedgerEntryContextInput;
  invoiceDetails: InvoiceLedgerEntryInvoiceDetailsInput;
  /** Reference of the Ledger Entry (unique per Account) */
  ledgerEntryReference: Scalars['String']['input'];
};

export type InvoiceLedgerEntryInvoiceDetails = {
  __typename?: 'InvoiceLedgerEntryInvoiceDetails';
  /** Monetary value in cents (natural nuumber) */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** Timestamp when the ledger entry was created in milliseconds */
  createdAt?: Maybe<Scalars['SafeInt']['output']>;
  /** Current due date in your system. Use originalDueDate unless you purchased the debt and need this distinction. */
  dueDate?: Maybe<Scalars['Date']['output']>;
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: Maybe<Scalars['String']['output']>;
};

export type InvoiceLedgerEntryInvoiceDetailsInput = {
  /** Monetary value in cents (natural nuumber) */
  amount: Scalars['SafeInt']['input'];
  /** Timestamp when the ledger entry was created in milliseconds */
  createdAt?: InputMaybe<Scalars['SafeInt']['input']>;
  /** Current due date in your system. Use originalDueDate unless you purchased the debt and need this distinction. */
  dueDate: Scalars['Date']['input'];
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: InputMaybe<Scalars['String']['input']>;
};

/**
 * - `NOT CONNECTED`: no uCollect organisation exists for this ledgername (must have at least one PG to be
 *   deemed connected)
 * - `DUPLICATE ORGANISATION`: a unique match between the ledger and user could not be made (i.e., two
 *   organisations were found for this LedgerName/User combo
 * - `NOT ENABLED`: if this contact does not have a PG attached
 * - `CONTACT SUSPENDED`: if this contact has a PG attached but the contact is suspended
 * - `INVOICE SUSPENDED`: if this contact has a PG attached but the invoice is suspended
 * - `INSTALLMENTS (via PGName)`: if this contact has a PG attached (include the PG name in the response)
 *   but an installment plan has been created
 * - `ENABLED (via PGName)`: if this contact has had a PG attached (include the PG name in the response)
 *   and none of the other scenarios apply
 */
export type InvoiceStatus = {
  __typename?: 'InvoiceStatus';
  /** The name of the payment gateway, where the answer gives one. */
  gateway?: Maybe<Scalars['String']['output']>;
  /** The answer as it came. */
  raw?: Maybe<Scalars['String']['output']>;
  status?: Maybe<InvoiceStatusWord>;
};

export type InvoiceStatusWord =
  | 'CONTACT_SUSPENDED'
  | 'DUPLICATE_ORGANISATION'
  | 'ENABLED'
  | 'INSTALLMENTS'
  | 'INVOICE_SUSPENDED'
  | 'NOT_CONNECTED'
  | 'NOT_ENABLED';

export type LandLineContact = {
  __typename?: 'LandLineContact';
  /** Land Line Number */
  landLine?: Maybe<Scalars['String']['output']>;
};

export type LandLineContactInput = {
  /** Land Line Number */
  landLine: Scalars['String']['input'];
};

/** A Ledger Entry is a record of a transaction in the Ledger. */
export type LedgerEntry = AdjustmentLedgerEntry | ChargebackLedgerEntry | DiscountLedgerEntry | FeeLedgerEntry | InvoiceLedgerEntry | PaymentLedgerEntry | ReportingLedgerEntry | UnknownLedgerEntry;

export type LedgerEntryAmount = {
  __typename?: 'LedgerEntryAmount';
  /** Amount in cents */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** Reference of the Ledger Entry (Invoice or Fee) */
  ledgerEntryReference?: Maybe<Scalars['String']['output']>;
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
  /** Reason for the adjustment */
  reason?: Maybe<Scalars['String']['output']>;
};

export type LedgerEntryAmountInput = {
  /** Amount in cents */
  amount: Scalars['SafeInt']['input'];
  /** Reference of the Ledger Entry (Invoice or Fee) */
  ledgerEntryReference: Scalars['String']['input'];
  /** Additional information related to the entity. */
  meta: Scalars['JSON']['input'];
  /** Reason for the adjustment */
  reason: Scalars['String']['input'];
};

/** A Ledger Entry is a record of a transaction in the Ledger. */
export type LedgerEntryInput =
  { adjustmentLedgerEntry: AdjustmentLedgerEntryInput; chargebackLedgerEntry?: never; discountLedgerEntry?: never; feeLedgerEntry?: never; invoiceLedgerEntry?: never; paymentLedgerEntry?: never; reportingLedgerEntry?: never; }
  |  { adjustmentLedgerEntry?: never; chargebackLedgerEntry: ChargebackLedgerEntryInput; discountLedgerEntry?: never; feeLedgerEntry?: never; invoiceLedgerEntry?: never; paymentLedgerEntry?: never; reportingLedgerEntry?: never; }
  |  { adjustmentLedgerEntry?: never; chargebackLedgerEntry?: never; discountLedgerEntry: DiscountLedgerEntryInput; feeLedgerEntry?: never; invoiceLedgerEntry?: never; paymentLedgerEntry?: never; reportingLedgerEntry?: never; }
  |  { adjustmentLedgerEntry?: never; chargebackLedgerEntry?: never; discountLedgerEntry?: never; feeLedgerEntry: FeeLedgerEntryInput; invoiceLedgerEntry?: never; paymentLedgerEntry?: never; reportingLedgerEntry?: never; }
  |  { adjustmentLedgerEntry?: never; chargebackLedgerEntry?: never; discountLedgerEntry?: never; feeLedgerEntry?: never; invoiceLedgerEntry: InvoiceLedgerEntryInput; paymentLedgerEntry?: never; reportingLedgerEntry?: never; }
  |  { adjustmentLedgerEntry?: never; chargebackLedgerEntry?: never; discountLedgerEntry?: never; feeLedgerEntry?: never; invoiceLedgerEntry?: never; paymentLedgerEntry: PaymentLedgerEntryInput; reportingLedgerEntry?: never; }
  |  { adjustmentLedgerEntry?: never; chargebackLedgerEntry?: never; discountLedgerEntry?: never; feeLedgerEntry?: never; invoiceLedgerEntry?: never; paymentLedgerEntry?: never; reportingLedgerEntry: ReportingLedgerEntryInput; };

/** Response of any action that adds ledger entries to an account. */
export type LedgerEntryResponse = {
  __typename?: 'LedgerEntryResponse';
  accountReference: Scalars['String']['output'];
  data?: Maybe<Array<LedgerEntry>>;
  error?: Maybe<BulkError>;
  /** Identifier of the messages (used for tracing) */
  messageIds?: Maybe<Array<Scalars['String']['output']>>;
  messages?: Maybe<Array<Scalars['String']['output']>>;
  /** Status of the action */
  success: Scalars['Boolean']['output'];
};

/** Something that a vendor told, once. */
export type LoggedEvent = {
  __typename?: 'LoggedEvent';
  /** Its place in the log. */
  cursor: Scalars['ID']['output'];
  /** The message in a form of its own, by its type. */
  event: VendorEvent;
  /** The event's own, the same whoever reads it. */
  id: Scalars['ID']['output'];
  /** When it happened, where the vendor says so. */
  occurredAt?: Maybe<Scalars['DateTime']['output']>;
  /** The vendor's message as it came. Of Receeve, what was signed; of CM, `{ ref status merchantReference }`. */
  payload: Scalars['JSON']['output'];
  /** When the gateway had it on disk. */
  receivedAt: Scalars['DateTime']['output'];
  /** What it is about, in the words of the vendor's message; null where that does not say. */
  reference?: Maybe<Scalars['String']['output']>;
  /** `collectmaxx`, `receeve` or `cm` */
  system: Scalars['String']['output'];
  /** `PayLinkPaid`, `VoiceCallCompleted`, `event.claim.created`, `PaymentLinkStatusChanged`: as the vendor calls it */
  type: Scalars['String']['output'];
};

/** A person's consent to direct debit. */
export type Mandate = {
  __typename?: 'Mandate';
  /** RFC 3339. */
  createdOn?: Maybe<Scalars['String']['output']>;
  /** A UUID; not the one in `longUrl`. */
  id?: Maybe<Scalars['ID']['output']>;
  longUrl?: Maybe<Scalars['String']['output']>;
  personName?: Maybe<Scalars['String']['output']>;
  reference?: Maybe<Scalars['String']['output']>;
  /** For example `https://betaalmachtiging.nl/akps797`. */
  shortUrl?: Maybe<Scalars['String']['output']>;
  status?: Maybe<MandateStatus>;
  /** The SEPA sequence type, for example `RCUR`. */
  type?: Maybe<Scalars['String']['output']>;
  /** RFC 3339. */
  updatedOn?: Maybe<Scalars['String']['output']>;
};

export type MandateAccountTypeRepresentation = {
  __typename?: 'MandateAccountTypeRepresentation';
  accountNumber?: Maybe<Scalars['String']['output']>;
  bankName?: Maybe<Scalars['String']['output']>;
  holderName?: Maybe<Scalars['String']['output']>;
};

export type MandateAccountTypeRepresentationInput = {
  accountNumber: Scalars['String']['input'];
  bankName: Scalars['String']['input'];
  holderName?: InputMaybe<Scalars['String']['input']>;
};

export type MandateCardTypeRepresentation = {
  __typename?: 'MandateCardTypeRepresentation';
  bankName?: Maybe<Scalars['String']['output']>;
  cardIssuer?: Maybe<Scalars['String']['output']>;
  expiryMonth?: Maybe<Scalars['String']['output']>;
  expiryYear?: Maybe<Scalars['String']['output']>;
  holderName?: Maybe<Scalars['String']['output']>;
  lastDigits?: Maybe<Scalars['String']['output']>;
};

export type MandateCardTypeRepresentationInput = {
  bankName?: InputMaybe<Scalars['String']['input']>;
  cardIssuer: Scalars['String']['input'];
  expiryMonth?: InputMaybe<Scalars['String']['input']>;
  expiryYear?: InputMaybe<Scalars['String']['input']>;
  holderName?: InputMaybe<Scalars['String']['input']>;
  lastDigits: Scalars['String']['input'];
};

export type MandateFiltersInput = {
  createdOn?: InputMaybe<DateFilterInput>;
  id?: InputMaybe<StringFilterInput>;
  status?: InputMaybe<MandateStatusFilterInput>;
};

/** A mandate to create. */
export type MandateInput = {
  /** The debtor's reference. */
  debtorReference?: InputMaybe<Scalars['String']['input']>;
  personName?: InputMaybe<Scalars['String']['input']>;
  /** What the mandate is for, for example `huur`. */
  reason?: InputMaybe<Scalars['String']['input']>;
  reference?: InputMaybe<Scalars['String']['input']>;
  /** The SEPA sequence type, for example `RCUR`. */
  type?: InputMaybe<Scalars['String']['input']>;
};

export type MandateList = {
  __typename?: 'MandateList';
  items?: Maybe<Array<Mandate>>;
  pagination?: Maybe<Pagination>;
};

export type MandateMutation = {
  __typename?: 'MandateMutation';
  /** Creates a mandate. */
  create?: Maybe<Mandate>;
};


export type MandateMutationcreateArgs = {
  mandate: MandateInput;
};

export type MandateOrderInput = {
  createdOn?: InputMaybe<OrderDirection>;
};

export type MandateQuery = {
  __typename?: 'MandateQuery';
  /** Searches mandates. There is no lookup of a single one: filter by its id. Without arguments, the first 20. */
  mandates?: Maybe<MandateList>;
};


export type MandateQuerymandatesArgs = {
  filters?: InputMaybe<MandateFiltersInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
  order?: InputMaybe<MandateOrderInput>;
};

export type MandateRepresentation = MandateAccountTypeRepresentation | MandateCardTypeRepresentation | UnknownMandateRepresentation;

export type MandateRepresentationInput =
  { mandateAccountTypeRepresentation: MandateAccountTypeRepresentationInput; mandateCardTypeRepresentation?: never; }
  |  { mandateAccountTypeRepresentation?: never; mandateCardTypeRepresentation: MandateCardTypeRepresentationInput; };

export type MandateStatus =
  /** Mandate is created on our service. */
  | 'new'
  /** Waiting for second authorization. */
  | 'pending'
  /** Mandate is given. */
  | 'success';

export type MandateStatusFilterInput = {
  equalTo?: InputMaybe<MandateStatus>;
};

export type MatchAccountPayment = {
  __typename?: 'MatchAccountPayment';
  accountReference: Scalars['String']['output'];
  data?: Maybe<Array<LedgerEntry>>;
  error?: Maybe<BulkError>;
  /** Identifier of the messages (used for tracing) */
  messageIds?: Maybe<Array<Scalars['String']['output']>>;
  messages?: Maybe<Array<Scalars['String']['output']>>;
  /** Status of the action */
  success: Scalars['Boolean']['output'];
};

/** Context used to do the matching of the payment */
export type MatchAccountPaymentContextInput = {
  /** Order of fee ledger entry types used for the payment priority (only for CUSTOM_ORDERED_FEES, ignored otherwise) */
  feeLedgerEntriesOrder?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: InputMaybe<Scalars['String']['input']>;
};

export type MatchAccountPaymentInput = {
  /** Account reference in your system */
  accountReference: Scalars['String']['input'];
  context?: InputMaybe<MatchAccountPaymentContextInput>;
  /** 3-digit currency code (ISO 4217) */
  currency: Scalars['String']['input'];
  matchStrategy: MatchStrategy;
  /** Additional information related to the transaction */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: InputMaybe<Scalars['String']['input']>;
  /** Name of payment provider */
  providerName?: InputMaybe<Scalars['String']['input']>;
  /** Monetary value in cents (natural nuumber) */
  totalAmount: Scalars['SafeInt']['input'];
  /** This is the orderID or other identifier from the payment provider */
  trackingId?: InputMaybe<Scalars['String']['input']>;
};

export type MatchStrategy =
  | 'ACCOUNT_ENTRIES_THEN_ORDERED_INVOICES_WITH_FEES'
  | 'CUSTOM_ORDERED_FEES'
  | 'ORDERED_INVOICES_WITH_FEES_THEN_ACCOUNT_ENTRIES'
  | 'ORDERED_LEDGER_ENTRIES';

/** A message that was sent to a debtor. */
export type Message = {
  __typename?: 'Message';
  date?: Maybe<Scalars['DateTime']['output']>;
  from?: Maybe<Scalars['String']['output']>;
  /** The message as HTML. */
  html?: Maybe<Scalars['String']['output']>;
  /** The whole message in .eml format. */
  raw?: Maybe<Scalars['String']['output']>;
  subject?: Maybe<Scalars['String']['output']>;
  /** The message as plain text. */
  text?: Maybe<Scalars['String']['output']>;
  /** The addresses of the receivers; none is an empty list. */
  to: Array<Scalars['String']['output']>;
};

export type MobileNumberContact = {
  __typename?: 'MobileNumberContact';
  /** Mobile Number */
  mobileNumber?: Maybe<Scalars['String']['output']>;
};

export type MobileNumberContactInput = {
  /** Mobile Number */
  mobileNumber: Scalars['String']['input'];
};

/** An amount of money, exact: nothing on its way here was rounded. */
export type Money = {
  __typename?: 'Money';
  /** ISO 4217. */
  currency: Scalars['String']['output'];
  /** In the main unit, with as many decimals as the currency has: `150.50`. */
  decimal: Scalars['String']['output'];
  /** In the smallest unit of the currency by ISO 4217: cents of EUR, whole JPY, thousandths of KWD. */
  minorUnits: Scalars['SafeInt']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /**
   * Add Account Debtors
   *
   * The intetion of this endpoint is to Add Debtors to the Account. The Debtor represents the entity
   * that owes money described by the Account.
   *
   * For more details about the Account, and the relationship with the other entities please visit the
   * Account page.
   */
  addAccountDebtors?: Maybe<Array<DebtorResponse>>;
  /**
   * Add account ledger entries
   *
   * The intetion of this endpoint is to add Ledger Entries to the Account. Those Entries are used to
   * create or update the Claims that are associated with the Account.
   *
   * For more details about the Account, and the relationship with the other entities please visit the
   * Account page.
   */
  addAccountLedgerEntries?: Maybe<Array<LedgerEntryResponse>>;
  /**
   * Add Account Products
   *
   * The intetion of this endpoint is to Add Products to the Account. The products are used as
   * contextual information to the Claims that are created for that Account. And can be used for
   * further Use Cases within the platform.
   *
   * For more details about the Account, and the relationship with the other entities please visit the
   * Account page.
   */
  addAccountProducts?: Maybe<Array<AccountProductResponse>>;
  /**
   * Contact Mapping & Installments
   *
   * Our Contact Mapping API is designed to allow you to quickly connect a contact with a gateway and/or to
   * create an installment plan from your system.
   *
   * If optional parameters are not supplied any existing data will be retained. To remove existing data you
   * should send blank parameters.
   */
  assignContact?: Maybe<AssignContactResult>;
  /** Create account mandates in the platform */
  createAccountMandates?: Maybe<Array<CreateAccountMandates>>;
  /**
   * Create Accounts in Receeve
   *
   * The intetion of this endpoint is to create an Account in the platform, and it offer the
   * possibility to include other related entities like the Debtor, the Account Score, Products, etc.
   * But all those other sub-entities are optional and can be included in subsequent calls.
   *
   * For more details about the Account, and the relationship with the other entities please visit the
   * Account page.
   */
  createAccounts?: Maybe<Array<CreateAccounts>>;
  /**
   * Create claims in Receeve
   *
   * The intetion of this endpoint is to create Claims in Receeve.
   *
   * Notes:
   * - This endpoint throws an error if the Claim already exists (even if it was deleted).
   * - The claims created with this endpoint are not managed by the Ledger.
   *
   * For more details about the Claim, and the relationship with the other entities please visit the
   * Account page.
   */
  createClaims?: Maybe<Array<CreateClaims>>;
  /** Creates a new payment link */
  createPaymentLink?: Maybe<PaymentLink>;
  /** Create promises to pay, a Promise to Pay enables a debt to be paid partially by a certain minimum amount and by a particular due date. */
  createPromisesToPay?: Maybe<Array<CreatePromisesToPay>>;
  /**
   * Credit claims
   *
   * The intention of this endpoint is to credit claims in Receeve.
   *
   * Notes:
   * - Crediting the claim will decrease the amount of the claim.
   * - If the claim amount is zero, the claim will be resolved.
   *
   * For more details about the Claim, and the relationship with the other entities please visit the
   * Account page.
   */
  creditClaims?: Maybe<Array<CreditDebitClaimActionResponse>>;
  /**
   * Debit claims
   *
   * The intention of this endpoint is to debit claims in Receeve.
   *
   * Notes:
   * - Debiting the claim will increase the amount of the claim.
   *
   * For more details about the Claim, and the relationship with the other entities please visit the
   * Account page.
   */
  debitClaims?: Maybe<Array<CreditDebitClaimActionResponse>>;
  /** Delete account mandates in the platform */
  deleteAccountMandates?: Maybe<Array<AccountActionResponse>>;
  /** Execute custom triggers that can be configured in Reactions */
  executeCustomTriggers?: Maybe<Array<ClaimActionResponse>>;
  /** Adds records to be worked on. */
  import?: Maybe<ImportMutation>;
  /**
   * Insert or Update Claims in the platform
   *
   * The intetion of this endpoint is to create/update Claims in Receeve. It will create a new Claim if
   * the Claim does not exist, or update the existing Claim if it already exists (abstraction over the
   * create_claims and update_claims endpoints).
   *
   * Notes:
   * - The claims updated with this endpoint are not managed by the Ledger. To update Claims related
   *   with the Ledger, use the Ledger related API endpoints.
   * - Notice that the payload is identical to other Claim related endpoints (like create_claims), and
   *   it requires the full Claim information in the payload, that will be used to upsert the Claim.
   *
   * For more details about the Claim, and the relationship with the other entities please visit the
   * Account page.
   */
  importClaims?: Maybe<Array<ClaimActionResponse>>;
  /** Creates e-mandates. */
  mandate?: Maybe<MandateMutation>;
  /**
   * Register a payment for an account
   *
   * The intention of the endpoint is to register a payment for an account. The payment amount will be matched to the different claims of the account using the indicated matching strategy.
   */
  matchAccountPayment?: Maybe<Array<MatchAccountPayment>>;
  /**
   * (DEPRECATED) Pause Journeys for particular claims. You may restart them at a later date if you choose. It will resume where it left off.
   * @deprecated Deprecated by the vendor.
   */
  pauseJourneys?: Maybe<Array<ClaimActionResponse>>;
  /** Creates PayLinks. */
  payLink?: Maybe<PayLinkMutation>;
  /**
   * Recreate claims in Receeve, applicable for already deleted claims.
   *
   * The intetion of this endpoint is to recreate Claims in Receeve.
   *
   * Notes:
   * - This endpoint throws an error if the Claim is not deleted.
   * - The claims created with this endpoint are not managed by the Ledger.
   * - Recreating the claim will restart the claim lifecycle and the other related entities, this is
   *   specially important for the Collections Strategy, that will start from the beginning.
   *
   * For more details about the Claim, and the relationship with the other entities please visit the
   * Account page.
   */
  recreateClaims?: Maybe<Array<RecreateClaims>>;
  /**
   * Asks the debtor for a claim's total, amount plus fees. Where an open link of this claim stands at this
   * provider already, that one is answered and none is created: however often and from wherever it is called,
   * a claim has one open link at a provider. Two calls to Receeve, those of `Claim.payLinks` or
   * `Claim.paymentLinks`, and where a link is created one call to the provider and two more to Receeve, which
   * remember it in the account's meta.
   *
   * `OUTCOME_UNKNOWN` says that a link may have been created, now or by an earlier call whose answer was lost;
   * `extensions.intentAt` says when it was asked for. Nothing is created then until somebody has looked at the
   * provider and asks with `force: true`.
   */
  requestPayment?: Maybe<RequestPaymentResult>;
  /**
   * Resolves Claims with a reason
   *
   * The intetion of this endpoint is to resolve active Claims in Receeve.
   *
   * Notes:
   * - The claim state will change to resolved, but it will not affect other properties of the claim
   *   like the amount, due date, etc.
   * - To resolve the claim and update the amount to zero, please use the update_claims endpoint with
   *   the reason CLAIM_PAID as described in the Integration Documentation.
   *
   * For more details about the Claim, and the relationship with the other entities please visit the
   * Account page.
   */
  resolveClaims?: Maybe<Array<ClaimActionResponse>>;
  /**
   * (DEPRECATED) Resume Journeys for particular claims.
   * @deprecated Deprecated by the vendor.
   */
  resumeJourneys?: Maybe<Array<ClaimActionResponse>>;
  /**
   * Send Invitation
   *
   * Our Send Invite API allows you to request an invite to be sent to a customer.
   *
   * If optional parameters are not supplied any existing data will be retained. To remove existing data you
   * should send blank parameters.
   */
  sendInvite?: Maybe<SendInviteResult>;
  /**
   * Set Account Scores
   *
   * The intention of the endpoint is to set the scores for the Account. The scores provide further
   * contextual information about the Account that can be used to improve the performance of the
   * processes in the Collection Strategy.
   *
   * For more details about the Account, and the relationship with the other entities please visit the
   * Account page.
   */
  setAccountScores?: Maybe<Array<AccountScoreResponse>>;
  /**
   * (DEPRECATED) Stop Journeys for particular claims. This ends all processing on those claims.
   * @deprecated Deprecated by the vendor.
   */
  stopJourneys?: Maybe<Array<ClaimActionResponse>>;
  /**
   * Update Account Debtors
   *
   * The intetion of this endpoint is to Update Debtors to the Account. The Debtor represents the
   * entity that owes money described by the Account.
   *
   * For more details about the Account, and the relationship with the other entities please visit the
   * Account page.
   */
  updateAccountDebtors?: Maybe<Array<AccountActionResponse>>;
  /**
   * Updates the amounts of Account ledger entries
   *
   * The intention of the endpoint is to update the amounts of the Account ledger entries. This is an
   * abstraction over adding directly the Ledger Entries to the Account, the objective is to simplify
   * the process of updating the amounts of the ledger entries, using the target amount in the request,
   * instead of the individual entries.
   *
   * Notes:
   * - The calculations are executed first, and the claims related to those invoices will be updated
   *   only once.
   * - The reason field is mandatory, and it will be used to identify the reason of the update, PAYMENT
   *   and CHARGEBACK are special values that will affect the creation of the ledger entries, creating
   *   Payment Ledger Entries and Chargeback Ledger Entries, any other reason is mapped to Adjustment
   *   Ledger Entries.
   * - The last value in the array is the one that will be used to update the claim refered by the
   *   ledgerEntryReference, but the previous values are used to give context of the changes.
   */
  updateAccountLedgerEntriesAmounts?: Maybe<Array<UpdateAccountLedgerEntriesAmounts>>;
  /**
   * Update Account Meta
   *
   * The intetion of this endpoint is to update the Account level metadata, the given information is
   * merged with the previous data. Notice that the metadata that is provided in the Account level, is
   * inherited by the Claims that are created for that Account.
   *
   * For more details about the Account, and the relationship with the other entities please visit the
   * Account page.
   */
  updateAccountMeta?: Maybe<Array<AccountActionResponse>>;
  /**
   * Update Account Products
   *
   * The intetion of this endpoint is to update existing Products of the Account. The products are used
   * as contextual information to the Claims that are created for that Account. And can be used for
   * further Use Cases within the platform.
   *
   * For more details about the Account, and the relationship with the other entities please visit the
   * Account page.
   */
  updateAccountProducts?: Maybe<Array<AccountProductResponse>>;
  /**
   * Update claims in the platform
   *
   * The intetion of this endpoint is to update existing Claims in Receeve.
   *
   * Notes:
   * - This endpoint throws an error if the Claim does not exist.
   * - The claims updated with this endpoint are not managed by the Ledger. To update Claims related
   *   with the Ledger, use the Ledger related API endpoints.
   * - The payload is identical to other Claim related endpoints (like create_claims) but it can
   *   receive partial information, only the fields that are updated will be changed.
   *
   * For more details about the Claim, and the relationship with the other entities please visit the
   * Account page.
   */
  updateClaims?: Maybe<Array<ClaimActionResponse>>;
  /** Update a payment link. Most often used to deactivate the payment link because payment is no longer needed or paid elsewhere */
  updatePaymentLink?: Maybe<PaymentLink>;
  /** It upload the files corresponding to the account */
  uploadFiles?: Maybe<Array<FileActionResponse>>;
  /** Voice calls. */
  voice?: Maybe<VoiceMutation>;
};


export type MutationaddAccountDebtorsArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<AddAccountDebtorsInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationaddAccountLedgerEntriesArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<AddAccountLedgerEntriesInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationaddAccountProductsArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<AddAccountProductsInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationassignContactArgs = {
  input: AssignContactInput;
};


export type MutationcreateAccountMandatesArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<AccountMandateInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationcreateAccountsArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<CreateAccountInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationcreateClaimsArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<CreateClaimInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationcreatePaymentLinkArgs = {
  input: CreatePaymentLinkInput;
};


export type MutationcreatePromisesToPayArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<PromiseToPayInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationcreditClaimsArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<CreditDebitClaimInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationdebitClaimsArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<CreditDebitClaimInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationdeleteAccountMandatesArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<AccountMandateDeleteInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationexecuteCustomTriggersArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<CustomTriggerInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
};


export type MutationimportClaimsArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<ImportClaimInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationmatchAccountPaymentArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<MatchAccountPaymentInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationpauseJourneysArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<PauseJourneysInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationrecreateClaimsArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<ClaimInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationrequestPaymentArgs = {
  input: RequestPaymentInput;
};


export type MutationresolveClaimsArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<ResolveClaimsInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationresumeJourneysArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<ResumeJourneysInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationsendInviteArgs = {
  input: SendInviteInput;
};


export type MutationsetAccountScoresArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<SetAccountScoresInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationstopJourneysArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<StopJourneysInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationupdateAccountDebtorsArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<UpdateAccountDebtorsInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationupdateAccountLedgerEntriesAmountsArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<UpdateAccountLedgerEntriesAmountsInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationupdateAccountMetaArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<AccountMetaInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationupdateAccountProductsArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<UpdateAccountProductsInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationupdateClaimsArgs = {
  async?: InputMaybe<Scalars['Boolean']['input']>;
  forceAmountCheck?: InputMaybe<Scalars['Boolean']['input']>;
  input: Array<UpdateClaimInput>;
  sequential?: InputMaybe<Scalars['Boolean']['input']>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type MutationupdatePaymentLinkArgs = {
  input: UpdatePaymentLinkInput;
  reference: Scalars['String']['input'];
};


export type MutationuploadFilesArgs = {
  input: UploadFilesInput;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};

export type OrderDirection =
  | 'ASCENDING'
  | 'DESCENDING';

/**
 * - `DUPLICATE ORGANISATION`: a unique match between the ledger and user could not be made (i.e., two
 *   organisations were found for this LedgerName/User combo)
 * - `NOT CONNECTED`: no uCollect organisation exists for this ledgername (must have at least one PG to be
 *   deemed connected)
 * - `CONNECTED`: an organisation has been created in uCollect with at least one PG, but no PGs have PayNow
 *   enabled
 * - `PAYNOW`: an organisation has been created in uCollect with at least one PG, and at least one of the
 *   PGs has PayNow enabled
 */
export type OrganisationStatus = {
  __typename?: 'OrganisationStatus';
  /** The name of the payment gateway, where the answer gives one. */
  gateway?: Maybe<Scalars['String']['output']>;
  /** The answer as it came. */
  raw?: Maybe<Scalars['String']['output']>;
  status?: Maybe<OrganisationStatusWord>;
};

export type OrganisationStatusWord =
  | 'CONNECTED'
  | 'DUPLICATE_ORGANISATION'
  | 'NOT_CONNECTED'
  | 'PAYNOW';

/** The part of a list that was answered. */
export type Pagination = {
  __typename?: 'Pagination';
  /** The manual shows 0 where 20 was asked for. */
  limit?: Maybe<Scalars['Int']['output']>;
  offset?: Maybe<Scalars['Int']['output']>;
  total?: Maybe<Scalars['Int']['output']>;
};

export type PauseJourneysInput = {
  claimReference: Scalars['String']['input'];
};

/** A page on which a person pays an invoice. */
export type PayLink = PaymentRequest & {
  __typename?: 'PayLink';
  /** In cents. */
  amountPaid?: Maybe<Scalars['Int']['output']>;
  /**
   * Those given by the caller, under `customer_<id>`, and those of the service: `origin`, `script` and
   * `reference`, the last only for PayLinks born from an imported record.
   */
  attributes?: Maybe<Array<PayLinkAttribute>>;
  /**
   * The claim that the link was requested for. Of a link that was not reached through a claim or an account:
   * the reference that it was imported under, which is a claim's unless it was imported for an account.
   */
  claimReference?: Maybe<Scalars['ID']['output']>;
  /** RFC 3339. */
  createdOn?: Maybe<Scalars['String']['output']>;
  /** A UUID. */
  id?: Maybe<Scalars['ID']['output']>;
  longUrl?: Maybe<Scalars['String']['output']>;
  paymentRequestId: Scalars['ID']['output'];
  paymentStatus: PaymentStatus;
  /** The short URL. */
  paymentURL?: Maybe<Scalars['String']['output']>;
  /** `M` or `U`, for example. */
  personGender?: Maybe<Scalars['String']['output']>;
  personName?: Maybe<Scalars['String']['output']>;
  provider: PaymentProvider;
  /** For example `https://ibanaccept.com/u8t1nbw`. */
  shortUrl?: Maybe<Scalars['String']['output']>;
  status?: Maybe<PayLinkStatus>;
  /** RFC 3339. */
  updatedOn?: Maybe<Scalars['String']['output']>;
};

export type PayLinkAttribute = {
  __typename?: 'PayLinkAttribute';
  id?: Maybe<Scalars['String']['output']>;
  value?: Maybe<Scalars['String']['output']>;
};

export type PayLinkAttributeInput = {
  id: Scalars['String']['input'];
  value?: InputMaybe<Scalars['String']['input']>;
};

export type PayLinkFiltersInput = {
  /** By attributes, for example `reference` for the record that the PayLink was born from. */
  attributes?: InputMaybe<Array<AttributeFilterInput>>;
  createdOn?: InputMaybe<DateFilterInput>;
  id?: InputMaybe<StringFilterInput>;
  status?: InputMaybe<PayLinkStatusFilterInput>;
};

/**
 * A PayLink to create. The minimal information needed: `personName`, `invoiceAmount`, `invoiceCurrency`,
 * `invoiceDescription`, `invoiceReference` and `invoiceDate`.
 */
export type PayLinkInput = {
  /** Attributes of your own. `source` comes back as `customer_source`. */
  attributes?: InputMaybe<Array<PayLinkAttributeInput>>;
  /** In cents, as a string of digits: `15497`. */
  invoiceAmount?: InputMaybe<Scalars['String']['input']>;
  /** ISO 4217. */
  invoiceCurrency?: InputMaybe<Scalars['String']['input']>;
  /** RFC 3339. */
  invoiceDate?: InputMaybe<Scalars['String']['input']>;
  invoiceDescription?: InputMaybe<Scalars['String']['input']>;
  invoiceReference?: InputMaybe<Scalars['String']['input']>;
  personName?: InputMaybe<Scalars['String']['input']>;
  /**
   * The date when payment should not be possible anymore. By default, the PayLink expires 90 days after
   * the date of creation.
   */
  visibleUntil?: InputMaybe<Scalars['String']['input']>;
};

export type PayLinkList = {
  __typename?: 'PayLinkList';
  items?: Maybe<Array<PayLink>>;
  pagination?: Maybe<Pagination>;
};

export type PayLinkMutation = {
  __typename?: 'PayLinkMutation';
  /** Creates a PayLink. */
  create?: Maybe<PayLink>;
};


export type PayLinkMutationcreateArgs = {
  payLink: PayLinkInput;
};

export type PayLinkOrderInput = {
  createdOn?: InputMaybe<OrderDirection>;
};

/** A debtor has paid by a pay link, all of it or a part: several payments are several events. */
export type PayLinkPaid = {
  __typename?: 'PayLinkPaid';
  /** The pay link as it is now: a lookup at Collectmaxx. */
  payLink?: Maybe<PayLink>;
  payLinkId?: Maybe<Scalars['ID']['output']>;
  /** `ideal` */
  paymentMethod?: Maybe<Scalars['String']['output']>;
  /** Of this payment, in cents; the link's total may be more. */
  transactionAmount?: Maybe<Scalars['SafeInt']['output']>;
};

export type PayLinkQuery = {
  __typename?: 'PayLinkQuery';
  /** Searches PayLinks. There is no lookup of a single one: filter by its id. Without arguments, the first 20. */
  payLinks?: Maybe<PayLinkList>;
};


export type PayLinkQuerypayLinksArgs = {
  filters?: InputMaybe<PayLinkFiltersInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
  order?: InputMaybe<PayLinkOrderInput>;
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
  equalTo?: InputMaybe<PayLinkStatus>;
};

/** A debtor has opened a pay link. */
export type PayLinkVisited = {
  __typename?: 'PayLinkVisited';
  /** The pay link as it is now: a lookup at Collectmaxx. */
  payLink?: Maybe<PayLink>;
  payLinkId?: Maybe<Scalars['ID']['output']>;
};

export type PaylandsAccountMandate = {
  __typename?: 'PaylandsAccountMandate';
  /** Account reference in your system */
  accountReference?: Maybe<Scalars['String']['output']>;
  /** The customer ip address is needed for Paylands mandate to work */
  clientIpAddress?: Maybe<Scalars['String']['output']>;
  /** Your customer ID for this person or company */
  debtorReference?: Maybe<Scalars['String']['output']>;
  /** mandate id (can be the mandate id of external system) */
  mandateId?: Maybe<Scalars['String']['output']>;
  mandateRepresentation?: Maybe<MandateRepresentation>;
  /** Product References */
  productReferences?: Maybe<Array<Scalars['String']['output']>>;
  providerName?: Maybe<PaylandsAccountMandateProviderName>;
};

export type PaylandsAccountMandateInput = {
  /** Account reference in your system */
  accountReference: Scalars['String']['input'];
  /** The customer ip address is needed for Paylands mandate to work */
  clientIpAddress: Scalars['String']['input'];
  /** Your customer ID for this person or company */
  debtorReference: Scalars['String']['input'];
  /** mandate id (can be the mandate id of external system) */
  mandateId: Scalars['String']['input'];
  mandateRepresentation?: InputMaybe<MandateRepresentationInput>;
  /** Product References */
  productReferences: Array<Scalars['String']['input']>;
  providerName: PaylandsAccountMandateProviderName;
};

export type PaylandsAccountMandateProviderName =
  | 'PAYLANDSEN_BIZUM'
  | 'PAYLANDSEN_CARDS';

export type PaymentLedgerEntry = {
  __typename?: 'PaymentLedgerEntry';
  context?: Maybe<PaymentLedgerEntryContext>;
  /** Reference of the Payment Ledger Entry */
  ledgerEntryReference?: Maybe<Scalars['String']['output']>;
  paymentDetails?: Maybe<PaymentLedgerEntryPaymentDetails>;
};

/** Describes the specific context of the entry */
export type PaymentLedgerEntryContext = {
  __typename?: 'PaymentLedgerEntryContext';
  /** Defines the target of the payment ledger entry */
  ledgerEntryReference?: Maybe<Scalars['String']['output']>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: Maybe<Scalars['String']['output']>;
};

/** Describes the specific context of the entry */
export type PaymentLedgerEntryContextInput = {
  /** Defines the target of the payment ledger entry */
  ledgerEntryReference?: InputMaybe<Scalars['String']['input']>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: InputMaybe<Scalars['String']['input']>;
};

export type PaymentLedgerEntryInput = {
  context: PaymentLedgerEntryContextInput;
  /** Reference of the Payment Ledger Entry */
  ledgerEntryReference: Scalars['String']['input'];
  paymentDetails: PaymentLedgerEntryPaymentDetailsInput;
};

export type PaymentLedgerEntryPaymentDetails = {
  __typename?: 'PaymentLedgerEntryPaymentDetails';
  /** Monetary value in cents (natural nuumber) */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** Timestamp when the ledger entry was created in milliseconds */
  createdAt?: Maybe<Scalars['SafeInt']['output']>;
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
  /** Name of the provider used for the transaction */
  paymentProvider?: Maybe<Scalars['String']['output']>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: Maybe<Scalars['String']['output']>;
};

export type PaymentLedgerEntryPaymentDetailsInput = {
  /** Monetary value in cents (natural nuumber) */
  amount: Scalars['SafeInt']['input'];
  /** Timestamp when the ledger entry was created in milliseconds */
  createdAt?: InputMaybe<Scalars['SafeInt']['input']>;
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  /** Name of the provider used for the transaction */
  paymentProvider?: InputMaybe<Scalars['String']['input']>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: InputMaybe<Scalars['String']['input']>;
};

export type PaymentLink = PaymentRequest & {
  __typename?: 'PaymentLink';
  /** Indication if the payment link is active or not */
  active?: Maybe<Scalars['Boolean']['output']>;
  /** The amount due for payment in the currency code specified */
  amount?: Maybe<Scalars['Decimal']['output']>;
  /** Merchant specific URL to be called when the status of the payment link changes */
  callbackUrl?: Maybe<Scalars['String']['output']>;
  /** The claim that the link was requested for; of a link that was not reached through one, its merchant reference. */
  claimReference?: Maybe<Scalars['ID']['output']>;
  /** ISO 3166-1 alpha-2 country code to indicate which country specific payment options should be displayed */
  countryCode?: Maybe<Scalars['String']['output']>;
  /** ISO 4217 alpha-3 currency code to indicate which currency the amount is in */
  currencyCode?: Maybe<Scalars['String']['output']>;
  /** `amount` with its currency, which is EUR where CM gives none. */
  due?: Maybe<Money>;
  /** ISO 8601 timestamp to indicate the expiry date of the payment link */
  expiryDate?: Maybe<Scalars['DateTime']['output']>;
  /** ISO 8601 timestamp to indicate the due date of the associated invoice */
  invoiceDueDate?: Maybe<Scalars['DateTime']['output']>;
  /** Reference of the associated invoice */
  invoiceReference?: Maybe<Scalars['String']['output']>;
  /** ISO 639-1 alpha-2 code of the language the payment link page should be rendered in */
  languageCode?: Maybe<Scalars['String']['output']>;
  /** The merchant reference to the payment link */
  merchantReference?: Maybe<Scalars['String']['output']>;
  paymentRequestId: Scalars['ID']['output'];
  paymentStatus: PaymentStatus;
  paymentURL?: Maybe<Scalars['String']['output']>;
  provider: PaymentProvider;
  /** Unique CM reference to the payment link */
  ref?: Maybe<Scalars['String']['output']>;
  status?: Maybe<PaymentLinkState>;
  /** The web address of the payment link */
  uri?: Maybe<Scalars['String']['output']>;
};

/** Payment status, can be "open", "paid" */
export type PaymentLinkState =
  | 'OPEN'
  | 'PAID';

export type PaymentLinkStatus = {
  __typename?: 'PaymentLinkStatus';
  status?: Maybe<PaymentLinkState>;
};

/** CM said that a payment link changed, and the gateway has asked how: once for each new status. */
export type PaymentLinkStatusChanged = {
  __typename?: 'PaymentLinkStatusChanged';
  merchantReference?: Maybe<Scalars['String']['output']>;
  /** The payment link as it is now: one call to CM. */
  paymentLink?: Maybe<PaymentLink>;
  paymentStatus: PaymentStatus;
  ref?: Maybe<Scalars['String']['output']>;
  /** In CM's word: `open`, `paid` */
  status?: Maybe<Scalars['String']['output']>;
};

export type PaymentProvider =
  /** Its payment requests are called PaymentLink. */
  | 'CM'
  /** Its payment requests are called PayLink. */
  | 'COLLECTMAXX';

/** A page on which a debtor can pay, at either provider. Its fields cost no call of their own. */
export type PaymentRequest = {
  /** The claim that it was requested for, as far as that is known. */
  claimReference?: Maybe<Scalars['ID']['output']>;
  /** `id` of a PayLink, `ref` of a PaymentLink. */
  paymentRequestId: Scalars['ID']['output'];
  paymentStatus: PaymentStatus;
  /** Where the debtor pays. */
  paymentURL?: Maybe<Scalars['String']['output']>;
  provider: PaymentProvider;
};

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

/** A product is a service or item used to give context to the Claim or Ledger Entry */
export type Product = {
  __typename?: 'Product';
  /** Product code */
  code?: Maybe<Scalars['String']['output']>;
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
  /** Product name */
  name?: Maybe<Scalars['String']['output']>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: Maybe<Scalars['String']['output']>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: Maybe<Scalars['String']['output']>;
  /** Type of product */
  type?: Maybe<Scalars['String']['output']>;
};

/** A product is a service or item used to give context to the Claim or Ledger Entry */
export type ProductInput = {
  /** Product code */
  code?: InputMaybe<Scalars['String']['input']>;
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  /** Product name */
  name?: InputMaybe<Scalars['String']['input']>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: InputMaybe<Scalars['String']['input']>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference: Scalars['String']['input'];
  /** Type of product */
  type?: InputMaybe<Scalars['String']['input']>;
};

/** A promise to pay is a commitment from a debtor to pay a certain amount at a certain date. */
export type PromiseToPay = {
  __typename?: 'PromiseToPay';
  /** Monetary value in cents (natural nuumber) */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** 3-digit currency code (ISO 4217) */
  currency?: Maybe<Scalars['String']['output']>;
  /** Current due date in your system. Use originalDueDate unless you purchased the debt and need this distinction. */
  dueDate?: Maybe<Scalars['Date']['output']>;
};

/** A promise to pay is a commitment from a debtor to pay a certain amount at a certain date. */
export type PromiseToPayInput = {
  /** Monetary value in cents (natural nuumber) */
  amount: Scalars['SafeInt']['input'];
  claimReference: Scalars['String']['input'];
  /** 3-digit currency code (ISO 4217) */
  currency: Scalars['String']['input'];
  /** Current due date in your system. Use originalDueDate unless you purchased the debt and need this distinction. */
  dueDate: Scalars['Date']['input'];
};

export type Query = {
  __typename?: 'Query';
  /** It retrieves the Account information */
  account?: Maybe<Account>;
  /**
   * It retrieves the claims from a given account
   *
   * The intetion of this endpoint is to fetch the Claims from a given Account.
   *
   * For more details about the Account, and the relationship with the other entities please visit the
   * Account page.
   */
  accountClaims?: Maybe<ClaimPage>;
  /** Get account mandates */
  accountMandates?: Maybe<Array<AccountMandate>>;
  /**
   * One claim of an account; null where the account has none of this reference. Receeve has no call for a
   * single claim: the account's claims are read page by page until it is found.
   */
  claim?: Maybe<Claim>;
  /** Get communication message URLs by communication type, timeframe. Paginated. */
  communicationMessageURLs?: Maybe<CommunicationMessageURLPage>;
  /**
   * Contact Status
   *
   * The Extension API is used to obtain status data from uCollect about an Organisation, Contact or Invoice. No API key is required, but you must supply the Ledger name and a valid email address for a user in the organisation.
   */
  contactStatus?: Maybe<ContactStatus>;
  /**
   * A debtor, found among the debtors of the accounts that Receeve gives for this reference; null where none
   * of them has it. One call to Receeve, which answers the accounts as well.
   */
  debtor?: Maybe<Debtor>;
  /**
   * It retrieves information about a debtor's accounts and claims
   *
   * The intention of the endpoint is to retrieve information about a debtor's accounts and claims.
   */
  debtorAccountsAndClaims?: Maybe<Array<DebtorAccountsAndClaims>>;
  /**
   * Events in the order in which they came in, the oldest first. To read on, ask again with `after: endCursor`;
   * `endCursor` is there also where nothing was found, so that nothing is read twice. No call to any system.
   */
  eventLog?: Maybe<EventLogPage>;
  /** Get events by event type and timeframe. Paginated. */
  events?: Maybe<EventPage>;
  /** Batches of imported records. */
  import?: Maybe<ImportQuery>;
  /**
   * Invoice Status
   *
   * The Extension API is used to obtain status data from uCollect about an Organisation, Contact or Invoice. No API key is required, but you must supply the Ledger name and a valid email address for a user in the organisation.
   */
  invoiceStatus?: Maybe<InvoiceStatus>;
  /** Get Landing Page URL */
  landingPageURL?: Maybe<Scalars['String']['output']>;
  /** E-mandates: pages on which a person gives consent to direct debit. */
  mandate?: Maybe<MandateQuery>;
  /** Get message in .eml format. */
  message?: Maybe<Message>;
  /**
   * Organisation Status
   *
   * The Extension API is used to obtain status data from uCollect about an Organisation, Contact or Invoice. No API key is required, but you must supply the Ledger name and a valid email address for a user in the organisation.
   */
  organisationStatus?: Maybe<OrganisationStatus>;
  /** PayLinks: pages on which a person pays an invoice. */
  payLink?: Maybe<PayLinkQuery>;
  /**
   * Pay Now URL
   *
   * You don't need an API call to generate the Pay Now URL. As long as you know the ContactID you can
   * generate this.
   *
   * You must have Pay Enabled for at least one gateway in your uCollect organisation for this to work. You
   * can't yet restrict this to automatic or specific gateways (like an invite).
   */
  payNowURL?: Maybe<Scalars['String']['output']>;
  /** Retrieve a payment link */
  paymentLink?: Maybe<PaymentLink>;
  /** Retrieve the payment status of a payment link */
  paymentLinkStatus?: Maybe<PaymentLinkStatus>;
};


export type QueryaccountArgs = {
  accountReference: Scalars['String']['input'];
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type QueryaccountClaimsArgs = {
  accountReference: Scalars['String']['input'];
  limit?: InputMaybe<Scalars['Int']['input']>;
  paginationId?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<ClaimStatus>;
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type QueryaccountMandatesArgs = {
  accountReference: Scalars['String']['input'];
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type QueryclaimArgs = {
  accountReference: Scalars['String']['input'];
  claimReference: Scalars['String']['input'];
};


export type QuerycommunicationMessageURLsArgs = {
  claimReference: Scalars['String']['input'];
  communicationType?: InputMaybe<CommunicationType>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  page?: InputMaybe<Scalars['Int']['input']>;
  startDate?: InputMaybe<Scalars['Date']['input']>;
};


export type QuerycontactStatusArgs = {
  contactId: Scalars['String']['input'];
  ledger?: InputMaybe<Scalars['String']['input']>;
  user?: InputMaybe<Scalars['String']['input']>;
};


export type QuerydebtorArgs = {
  debtorReference: Scalars['String']['input'];
};


export type QuerydebtorAccountsAndClaimsArgs = {
  debtorReference: Scalars['String']['input'];
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type QueryeventLogArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  reference?: InputMaybe<Scalars['String']['input']>;
  types?: InputMaybe<Array<Scalars['String']['input']>>;
};


export type QueryeventsArgs = {
  date: Scalars['Date']['input'];
  eventType: Scalars['String']['input'];
  limit?: InputMaybe<Scalars['Int']['input']>;
  page?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryinvoiceStatusArgs = {
  contactId?: InputMaybe<Scalars['String']['input']>;
  invoiceId: Scalars['String']['input'];
  ledger?: InputMaybe<Scalars['String']['input']>;
  user?: InputMaybe<Scalars['String']['input']>;
};


export type QuerylandingPageURLArgs = {
  claimReference: Scalars['String']['input'];
  triggerName?: InputMaybe<Scalars['String']['input']>;
};


export type QuerymessageArgs = {
  messageURL: Scalars['String']['input'];
};


export type QueryorganisationStatusArgs = {
  ledger?: InputMaybe<Scalars['String']['input']>;
  user?: InputMaybe<Scalars['String']['input']>;
};


export type QuerypayNowURLArgs = {
  contactId: Scalars['String']['input'];
  org: Scalars['String']['input'];
};


export type QuerypaymentLinkArgs = {
  reference: Scalars['String']['input'];
};


export type QuerypaymentLinkStatusArgs = {
  reference: Scalars['String']['input'];
};

/** An event of Receeve. */
export type ReceeveEvent = {
  __typename?: 'ReceeveEvent';
  /** One call to Receeve; null where the event names no account. */
  account?: Maybe<Account>;
  accountReference?: Maybe<Scalars['String']['output']>;
  /** The account's claims, page by page from Receeve; null where the event does not name both. */
  claim?: Maybe<Claim>;
  claimReference?: Maybe<Scalars['String']['output']>;
  debtorReference?: Maybe<Scalars['String']['output']>;
  /** Typed where the vendor documents its form. */
  message?: Maybe<Event>;
  messageId?: Maybe<Scalars['ID']['output']>;
  /** With its version: `event.claim.created.v1` */
  messageType?: Maybe<Scalars['String']['output']>;
};

/** One imported record. */
export type Record = {
  __typename?: 'Record';
  messages?: Maybe<Array<RecordMessage>>;
  /** The identifier that was given during the import. */
  reference?: Maybe<Scalars['String']['output']>;
  /** The script that works on the record, for example `1001`. */
  scriptId?: Maybe<Scalars['String']['output']>;
  status?: Maybe<RecordStatus>;
};

/** What there is to say about a record. */
export type RecordMessage = {
  __typename?: 'RecordMessage';
  context?: Maybe<Scalars['String']['output']>;
  level?: Maybe<Scalars['String']['output']>;
  message?: Maybe<Scalars['String']['output']>;
};

export type RecordStatus =
  /** Records that could be converted into a job. */
  | 'accepted'
  /** Records that have created a new job. */
  | 'created'
  /** Records that could not be saved to the database. */
  | 'dropped'
  /** Records that are currently enriching. */
  | 'enriching'
  /** Records that have been read. */
  | 'loaded'
  /** Records that could not be read. */
  | 'notLoaded'
  /** Records that could not be converted into a job. */
  | 'rejected'
  /** Records that have updated an existing job. */
  | 'updated';

export type RecreateClaims = {
  __typename?: 'RecreateClaims';
  claimReference: Scalars['String']['output'];
  data?: Maybe<ClaimDetails>;
  error?: Maybe<BulkError>;
  /** Identifier of the messages (used for tracing) */
  messageIds?: Maybe<Array<Scalars['String']['output']>>;
  messages?: Maybe<Array<Scalars['String']['output']>>;
  /** Status of the action */
  success: Scalars['Boolean']['output'];
};

export type ReportingLedgerEntry = {
  __typename?: 'ReportingLedgerEntry';
  context?: Maybe<ReportingLedgerEntryContext>;
  /** Reference of the Reporting Ledger Entry */
  ledgerEntryReference?: Maybe<Scalars['String']['output']>;
  reportingDetails?: Maybe<ReportingLedgerEntryReportingDetails>;
};

/** Describes the specific context of the entry */
export type ReportingLedgerEntryContext = {
  __typename?: 'ReportingLedgerEntryContext';
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: Maybe<Scalars['String']['output']>;
};

/** Describes the specific context of the entry */
export type ReportingLedgerEntryContextInput = {
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: InputMaybe<Scalars['String']['input']>;
};

export type ReportingLedgerEntryInput = {
  context: ReportingLedgerEntryContextInput;
  /** Reference of the Reporting Ledger Entry */
  ledgerEntryReference: Scalars['String']['input'];
  reportingDetails: ReportingLedgerEntryReportingDetailsInput;
};

export type ReportingLedgerEntryReportingDetails = {
  __typename?: 'ReportingLedgerEntryReportingDetails';
  /** Monetary value in cents (natural nuumber) */
  amount?: Maybe<Scalars['SafeInt']['output']>;
  /** Timestamp when the ledger entry was created in milliseconds */
  createdAt?: Maybe<Scalars['SafeInt']['output']>;
  /** Additional information related to the entity. */
  meta?: Maybe<Scalars['JSON']['output']>;
};

export type ReportingLedgerEntryReportingDetailsInput = {
  /** Monetary value in cents (natural nuumber) */
  amount: Scalars['SafeInt']['input'];
  /** Timestamp when the ledger entry was created in milliseconds */
  createdAt?: InputMaybe<Scalars['SafeInt']['input']>;
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
};

export type RequestPaymentInput = {
  /** Account reference in your system */
  accountReference: Scalars['String']['input'];
  /** CM calls it when the status of a new link changes. Collectmaxx has no such address for a single link and refuses it */
  callbackUrl?: InputMaybe<Scalars['String']['input']>;
  /** Claim reference in your system; a claim of that account that is not resolved */
  claimReference: Scalars['String']['input'];
  /** Until when a new link can be paid; as the provider has it where absent: 90 days at Collectmaxx, for ever at CM */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Create a link although another one may have been created or be open, which nobody knows for sure. A link that is known to be open is answered instead all the same */
  force?: InputMaybe<Scalars['Boolean']['input']>;
  provider: PaymentProvider;
};

export type RequestPaymentResult = {
  __typename?: 'RequestPaymentResult';
  /** False where an open link was there already */
  created: Scalars['Boolean']['output'];
  /** The open link, new or not */
  paymentRequest?: Maybe<PaymentRequest>;
  /**
   * Whether a later call will find the link. False where it was created and could not be written to the
   * account's meta: keep it, for the next call can only say that there may be one
   */
  remembered: Scalars['Boolean']['output'];
};

export type ResolveClaimsInput = {
  claimReference: Scalars['String']['input'];
  reason?: InputMaybe<ClaimResolutionReason>;
};

export type ResumeJourneysInput = {
  claimReference: Scalars['String']['input'];
};

/** A record with a preset of fields. */
export type RowInput = {
  /** In cents, as a string of digits: `56445`. */
  invoiceAmount?: InputMaybe<Scalars['String']['input']>;
  /** ISO 4217. */
  invoiceCurrency?: InputMaybe<Scalars['String']['input']>;
  /** `YYYY-MM-DD`. */
  invoiceDate?: InputMaybe<Scalars['String']['input']>;
  /** `YYYY-MM-DD`. */
  invoiceDueDate?: InputMaybe<Scalars['String']['input']>;
  invoiceNumber?: InputMaybe<Scalars['String']['input']>;
  invoiceReference?: InputMaybe<Scalars['String']['input']>;
  /** `YYYY-MM-DD`. */
  personBirthDay?: InputMaybe<Scalars['String']['input']>;
  personFamilyName?: InputMaybe<Scalars['String']['input']>;
  /** The identifier of the record, also known as identification_identifier. Required during a record import. */
  reference: Scalars['String']['input'];
  /** The script that shall work on the record, for example `1001`. */
  script?: InputMaybe<Scalars['String']['input']>;
  toMailAddress?: InputMaybe<Scalars['String']['input']>;
  /** E.164, for example `+31612345678`. */
  toPhoneNumbers?: InputMaybe<Array<Scalars['String']['input']>>;
};

export type SendInviteInput = {
  /** contact id from your accounting system */
  contactId: Scalars['String']['input'];
  /** The e-mail address to invite. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** organisation payment gateway ids, (may be an array) */
  orgPGID: Array<Scalars['String']['input']>;
};

/**
 * - `FAIL (response)`: if a fail code has been raised
 * - `OK`: otherwise
 */
export type SendInviteResult = {
  __typename?: 'SendInviteResult';
  /** What stands in brackets behind FAIL. */
  message?: Maybe<Scalars['String']['output']>;
  outcome?: Maybe<ContactOutcome>;
};

export type SetAccountScoresInput = {
  /** Account reference in your system */
  accountReference: Scalars['String']['input'];
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  type: AccountScoreType;
  value?: InputMaybe<Scalars['JSON']['input']>;
};

export type SplitAccountMandate = {
  __typename?: 'SplitAccountMandate';
  /** Account reference in your system */
  accountReference?: Maybe<Scalars['String']['output']>;
  /** Your customer ID for this person or company */
  debtorReference?: Maybe<Scalars['String']['output']>;
  /** mandate id (can be the mandate id of external system) */
  mandateId?: Maybe<Scalars['String']['output']>;
  mandateRepresentation?: Maybe<MandateRepresentation>;
  /** Product References */
  productReferences?: Maybe<Array<Scalars['String']['output']>>;
  providerName?: Maybe<SplitAccountMandateProviderName>;
};

export type SplitAccountMandateInput = {
  /** Account reference in your system */
  accountReference: Scalars['String']['input'];
  /** Your customer ID for this person or company */
  debtorReference: Scalars['String']['input'];
  /** mandate id (can be the mandate id of external system) */
  mandateId: Scalars['String']['input'];
  mandateRepresentation?: InputMaybe<MandateRepresentationInput>;
  /** Product References */
  productReferences: Array<Scalars['String']['input']>;
  providerName?: SplitAccountMandateProviderName;
};

export type SplitAccountMandateProviderName =
  | 'SPLIT';

export type StopJourneysInput = {
  claimReference: Scalars['String']['input'];
  description?: InputMaybe<Scalars['String']['input']>;
  reason?: InputMaybe<ClaimResolutionReason>;
};

export type StringFilterInput = {
  equalTo?: InputMaybe<Scalars['String']['input']>;
};

export type Subscription = {
  __typename?: 'Subscription';
  /**
   * Events as they come in. With `after`, first those that were missed since that cursor: whoever subscribes again
   * with the cursor of the last event that he had gets each event once, in order, at any instance. Ends with
   * `LIMIT_EXCEEDED`, and in `extensions.cursor` the place to go on from, when events come faster than they are taken.
   */
  eventReceived?: Maybe<LoggedEvent>;
};


export type SubscriptioneventReceivedArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  reference?: InputMaybe<Scalars['String']['input']>;
  types?: InputMaybe<Array<Scalars['String']['input']>>;
};

export type TrustlyAccountMandate = {
  __typename?: 'TrustlyAccountMandate';
  /** Account reference in your system */
  accountReference?: Maybe<Scalars['String']['output']>;
  /** Your customer ID for this person or company */
  debtorReference?: Maybe<Scalars['String']['output']>;
  /** mandate id (can be the mandate id of external system) */
  mandateId?: Maybe<Scalars['String']['output']>;
  mandateRepresentation?: Maybe<MandateRepresentation>;
  /** Product References */
  productReferences?: Maybe<Array<Scalars['String']['output']>>;
  providerName?: Maybe<TrustlyAccountMandateProviderName>;
};

export type TrustlyAccountMandateInput = {
  /** Account reference in your system */
  accountReference: Scalars['String']['input'];
  /** Your customer ID for this person or company */
  debtorReference: Scalars['String']['input'];
  /** mandate id (can be the mandate id of external system) */
  mandateId: Scalars['String']['input'];
  mandateRepresentation?: InputMaybe<MandateRepresentationInput>;
  /** Product References */
  productReferences: Array<Scalars['String']['input']>;
  providerName?: TrustlyAccountMandateProviderName;
};

export type TrustlyAccountMandateProviderName =
  | 'TRUSTLY';

/** A AdditionalContactInformation that the document does not know. */
export type UnknownAdditionalContactInformation = {
  __typename?: 'UnknownAdditionalContactInformation';
  /** The value as it came. */
  raw: Scalars['JSON']['output'];
};

/** A CreatedAccountMandate that the document does not know. */
export type UnknownCreatedAccountMandate = {
  __typename?: 'UnknownCreatedAccountMandate';
  /** The value as it came. */
  raw: Scalars['JSON']['output'];
};

/** A Event that the document does not know. */
export type UnknownEvent = {
  __typename?: 'UnknownEvent';
  /** The value as it came. */
  raw: Scalars['JSON']['output'];
};

/** A LedgerEntry that the document does not know. */
export type UnknownLedgerEntry = {
  __typename?: 'UnknownLedgerEntry';
  /** The value as it came. */
  raw: Scalars['JSON']['output'];
};

/** A MandateRepresentation that the document does not know. */
export type UnknownMandateRepresentation = {
  __typename?: 'UnknownMandateRepresentation';
  /** The value as it came. */
  raw: Scalars['JSON']['output'];
};

/** An event that the gateway does not know. */
export type UnknownVendorEvent = {
  __typename?: 'UnknownVendorEvent';
  /** The message as it came. */
  raw: Scalars['JSON']['output'];
};

export type UpdateAccountDebtorsInput = {
  /** Account reference in your system */
  accountReference: Scalars['String']['input'];
  /** Birthday of the debtor */
  birthday?: InputMaybe<Scalars['Date']['input']>;
  /** Company Name of the debtor (required if type is 'legal') */
  companyName?: InputMaybe<Scalars['String']['input']>;
  contactInformation?: InputMaybe<BaseContactInformationInput>;
  /** Your customer ID for this person or company */
  debtorReference?: InputMaybe<Scalars['String']['input']>;
  /** First name of the debtor (required if type is 'natural') */
  firstName?: InputMaybe<Scalars['String']['input']>;
  /** Gender of the debtor */
  gender?: InputMaybe<Scalars['String']['input']>;
  /** Last name of the debtor (required if type is 'natural') */
  lastName?: InputMaybe<Scalars['String']['input']>;
  /** Middle name of the debtor */
  middleName?: InputMaybe<Scalars['String']['input']>;
  /** National Identification Number of the debtor */
  ssn?: InputMaybe<Scalars['String']['input']>;
  /** Title of the debtor */
  title?: InputMaybe<Scalars['String']['input']>;
  type?: InputMaybe<DebtorType>;
};

export type UpdateAccountLedgerEntriesAmounts = {
  __typename?: 'UpdateAccountLedgerEntriesAmounts';
  accountReference: Scalars['String']['output'];
  data?: Maybe<Array<AccountLedgerEntriesAmounts>>;
  error?: Maybe<BulkError>;
  /** Identifier of the messages (used for tracing) */
  messageIds?: Maybe<Array<Scalars['String']['output']>>;
  messages?: Maybe<Array<Scalars['String']['output']>>;
  /** Status of the action */
  success: Scalars['Boolean']['output'];
};

/** Input for update_account_ledger_entries_amounts endpoint. */
export type UpdateAccountLedgerEntriesAmountsInput = {
  /** Account reference in your system */
  accountReference: Scalars['String']['input'];
  ledgerEntries: Array<LedgerEntryAmountInput>;
};

export type UpdateAccountProductsInput = {
  /** Account reference in your system */
  accountReference: Scalars['String']['input'];
  /** Product code */
  code?: InputMaybe<Scalars['String']['input']>;
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  /** Product name */
  name?: InputMaybe<Scalars['String']['input']>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: InputMaybe<Scalars['String']['input']>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference: Scalars['String']['input'];
  /** Type of product */
  type?: InputMaybe<Scalars['String']['input']>;
};

/** Input for update_claims endpoint. */
export type UpdateClaimInput = {
  /**
   * Account number in your system (DEPRECATED, use accountReference)
   * @deprecated Account number in your system (DEPRECATED, use accountReference)
   */
  accountNumber?: InputMaybe<Scalars['String']['input']>;
  /** Account reference in your system */
  accountReference?: InputMaybe<Scalars['String']['input']>;
  /** Monetary value in cents (natural nuumber) */
  amount?: InputMaybe<Scalars['SafeInt']['input']>;
  claimReference: Scalars['String']['input'];
  /** Reference of the person/company to whom money is owed */
  creditorReference?: InputMaybe<Scalars['String']['input']>;
  /** 3-digit currency code (ISO 4217) */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** Current due date in your system. Use originalDueDate unless you purchased the debt and need this distinction. */
  currentDueDate?: InputMaybe<Scalars['Date']['input']>;
  /** List of fees. If neither fees nor totalFees are provided - we treat totalFees as 0. Using this field overwrites the totalFees value if you provided it as well. */
  fees?: InputMaybe<Array<FeeInput>>;
  /** Additional information related to the entity. */
  meta?: InputMaybe<Scalars['JSON']['input']>;
  options?: InputMaybe<UpdateClaimOptionsInput>;
  /** Original due date in your system. This is the day when it went past due. DPD 0. */
  originalDueDate?: InputMaybe<Scalars['Date']['input']>;
  /**
   * Payment reference used in online transactions.
   * It is a text reference that can be used to map the money transactions to other external systems.
   */
  paymentReference?: InputMaybe<Scalars['String']['input']>;
  /** This is a optional grouping field for reporting purposes. */
  portfolioReference?: InputMaybe<Scalars['String']['input']>;
  primaryDebtor?: InputMaybe<BaseDebtorInput>;
  /** Identifier for a product in your system. It is used for grouping purposes. */
  productReference?: InputMaybe<Scalars['String']['input']>;
  /** Reason for updating a claim (the reason must not be part of the Entity) */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** List of scores */
  scores?: InputMaybe<Array<ClaimScoreInput>>;
  /** Monetary value in cents (natural nuumber) */
  totalFees?: InputMaybe<Scalars['SafeInt']['input']>;
};

export type UpdateClaimOptionsInput = {
  /** Let the claim status the same, regardless of the changes in the amount */
  forceAmountCheck?: InputMaybe<Scalars['Boolean']['input']>;
};

export type UpdatePaymentLinkInput = {
  /** Indication if the link is active or not */
  active?: InputMaybe<Scalars['Boolean']['input']>;
  /** The amount due for payment in the currency code specified */
  amount?: InputMaybe<Scalars['Decimal']['input']>;
  /**
   * Merchant specific URL to be called when the status of the payment link changes
   * Defaults to callback URL that is configured on merchant level
   */
  callbackUrl?: InputMaybe<Scalars['String']['input']>;
  /** Optional ISO 3166-1 alpha-2 country code to indicate which country specific payment options should be displayed. Defaults to the country code that is derived from the IP address of the visitor */
  countryCode?: InputMaybe<Scalars['String']['input']>;
  /**
   * Optional ISO 4217 alpha-3 currency code to indicate which currency the amount is in
   * Defaults to EUR (Euro)
   */
  currencyCode?: InputMaybe<Scalars['String']['input']>;
  /**
   * Optional ISO 8601 timestamp to indicate the expiry date of the payment link
   * Defaults to no expiry date
   */
  expiryDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** Optional ISO 8601 timestamp to indicate the due date of the associated invoice */
  invoiceDueDate?: InputMaybe<Scalars['DateTime']['input']>;
  /** Optional reference of the associated invoice */
  invoiceReference?: InputMaybe<Scalars['String']['input']>;
  /**
   * Optional ISO 639-1 alpha-2 code of the language the payment link page should be rendered in
   * Defaults to EN (English)
   */
  languageCode?: InputMaybe<Scalars['String']['input']>;
  /** The merchant reference to the payment link */
  merchantReference?: InputMaybe<Scalars['String']['input']>;
};

export type UploadFilesInput = {
  /** The account id */
  accountId: Scalars['String']['input'];
  /** Type of the document as specified in the backoffice e.g 'CSV', 'Invoice' */
  documentType?: InputMaybe<Scalars['String']['input']>;
  /** External claim reference */
  externalClaimRef?: InputMaybe<Scalars['String']['input']>;
  /** The file to upload */
  file: Scalars['Upload']['input'];
  /** Product reference */
  productReference?: InputMaybe<Scalars['String']['input']>;
};

export type VendorEvent = PayLinkPaid | PayLinkVisited | PaymentLinkStatusChanged | ReceeveEvent | UnknownVendorEvent | VoiceCallCompleted;

/** A voice call has ended, whether or not somebody answered. */
export type VoiceCallCompleted = {
  __typename?: 'VoiceCallCompleted';
  /** Null where nobody answered. */
  answeredOn?: Maybe<Scalars['DateTime']['output']>;
  callId?: Maybe<Scalars['ID']['output']>;
  direction?: Maybe<VoiceCallDirection>;
  /** What happened during the call; none where nobody answered. */
  events: Array<VoiceCallEvent>;
  /** E.164 */
  localNumber?: Maybe<Scalars['String']['output']>;
  /** E.164, or `anonymous` */
  remoteNumber?: Maybe<Scalars['String']['output']>;
  status?: Maybe<VoiceCallStatus>;
  /** Whether the call reached its success point: a result `success-ok` of a node `AddResult`. */
  succeeded: Scalars['Boolean']['output'];
};

export type VoiceCallDirection =
  | 'INBOUND'
  | 'OUTBOUND';

export type VoiceCallEvent = {
  __typename?: 'VoiceCallEvent';
  data?: Maybe<Scalars['JSON']['output']>;
  nodeId?: Maybe<Scalars['String']['output']>;
  /** `AddResult`, `DTMF`, `Sound` */
  nodeType?: Maybe<Scalars['String']['output']>;
  order?: Maybe<Scalars['SafeInt']['output']>;
  time?: Maybe<Scalars['DateTime']['output']>;
  /** `NodeStart`, `NodeUpdate` or `NodeResult` */
  type?: Maybe<Scalars['String']['output']>;
};

export type VoiceCallStatus =
  | 'ACTIVE'
  | 'BUSY'
  | 'FAILED'
  | 'FINISHED'
  | 'INVALID_NUMBER'
  | 'NO_ANSWER'
  | 'REJECTED'
  | 'RINGING';

export type VoiceMutation = {
  __typename?: 'VoiceMutation';
  /** Removes any leftover scheduled voice calls, related to the specified scriptId and reference. Answers `done`. */
  stopCalling?: Maybe<Scalars['String']['output']>;
};


export type VoiceMutationstopCallingArgs = {
  reference: Scalars['String']['input'];
  scriptId: Scalars['Int']['input'];
};

export type WorkPhoneNumberContact = {
  __typename?: 'WorkPhoneNumberContact';
  /** Work Phone Number */
  workPhoneNumber?: Maybe<Scalars['String']['output']>;
};

export type WorkPhoneNumberContactInput = {
  /** Work Phone Number */
  workPhoneNumber: Scalars['String']['input'];
};

/** What the protocol asks of a payment provider: which links of a claim stand there, and to create one. */
import type { RequestContext } from '../../context.ts';
import type { Money } from '../money.ts';
import type { PaymentProvider, RememberedLink } from './remembered.ts';
import type { PaymentStatus } from './status.ts';

/** What a debtor is asked for. */
export interface PaymentOrder {
  claimReference: string;
  /** Amount plus fees, above 0. */
  total: Money;
  /** `YYYY-MM-DD`; undefined where Receeve knows none. */
  dueDate: string | undefined;
  /** Of the primary debtor; undefined where there is none. */
  debtorName: string | undefined;
  /** ISO 8601 with an offset. */
  expiresAt: string | undefined;
  callbackUrl: string | undefined;
  /** When it is asked for, ISO 8601. */
  requestedAt: string;
}

export interface FoundLink {
  id: string;
  status: PaymentStatus;
  /** What the field `paymentRequest` answers. */
  value: unknown;
}

export interface ClaimLinks {
  /** The claim as the graph has it, its account known. */
  claim: object;
  /** Those that the account remembers of this claim at this provider. */
  remembered: RememberedLink[];
}

export interface Provider {
  provider: PaymentProvider;
  /** Name of the system, as in errors. */
  system: string;
  /** Refuses what the provider cannot be asked for, before anything is written. Throws a `GraphQLError`. */
  check(order: PaymentOrder): void;
  /** All links of the claim that the provider knows, fresh. Rejects when that cannot be told. */
  find(of: ClaimLinks, context: RequestContext): Promise<FoundLink[]>;
  /**
   * One call, never repeated. Rejects with an `UpstreamError` of the code `OUTCOME_UNKNOWN` where a link may
   * have come to be, and with anything else only where surely none has.
   */
  create(order: PaymentOrder, context: RequestContext): Promise<Omit<FoundLink, 'status'>>;
}

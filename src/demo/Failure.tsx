/** What went wrong, in the gateway's words, and where it is explained. */
import type { GraphQLRequestError } from '../client/main.ts';
import { isErrorCode } from '../client/main.ts';

export function Failure<Result>({ error, what }: { error: GraphQLRequestError<Result>; what: string }) {
  return (
    <div role="alert" className="failure">
      <p>
        <strong>{what}</strong> {error.message}
      </p>
      <p>
        {error.retry === 'look' && 'It may have been done: look before you try again. '}
        {error.retry === 'yes' && 'It is safe to try again. '}
        {isErrorCode(error.code) ? <a href={`/docs/errors/${error.code}.html`}>What {error.code} means</a> : <code>{error.code}</code>}
      </p>
    </div>
  );
}

/**
 * What was written to the debtor. Text is text; HTML was written elsewhere, so it stands in a frame of no origin
 * that runs nothing, sends nothing and loads nothing.
 */
import { useState } from 'react';
import type { MessageFieldsFragment } from '../client/main.ts';
import { useClaimCorrespondenceQuery } from '../client/reactQuery/main.ts';
import { Failure } from './Failure.tsx';
import { moment, words } from './words.ts';

export function Messages({ account, claim }: { account: string; claim: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <h4>Messages</h4>
      {open ? (
        <List account={account} claim={claim} />
      ) : (
        <button className="link" onClick={() => setOpen(true)}>
          Show what was written
        </button>
      )}
    </>
  );
}

function List({ account, claim }: { account: string; claim: string }) {
  const { data, error, isPending } = useClaimCorrespondenceQuery({ accountReference: account, claimReference: claim });
  const messages = (data ?? error?.data)?.claim?.communicationMessageURLs?.communicationMessageURLs;
  if (isPending) return <p role="status">Reading messages …</p>;
  return (
    <>
      {error && <Failure error={error} what="Some messages could not be read." />}
      {messages?.length === 0 && <p>Nothing was written.</p>}
      {messages?.map(({ messageURL, communicationType, dateTime, message }) => (
        <article key={messageURL} className="message">
          <h5>{message?.subject ?? words(communicationType ?? 'message')}</h5>
          <p className="quiet">
            {communicationType && words(communicationType)}
            {dateTime !== null && `, ${moment(dateTime)}`}
          </p>
          {message && <Body message={message} />}
        </article>
      ))}
    </>
  );
}

const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">`;

function Body({ message: { text, html, subject } }: { message: MessageFieldsFragment }) {
  if (!html) return text ? <p className="text">{text}</p> : <p className="quiet">It has no text.</p>;
  return <iframe title={`Message: ${subject ?? 'without a subject'}`} sandbox="" srcDoc={policy + html} />;
}

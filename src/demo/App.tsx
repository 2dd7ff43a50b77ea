/** The page: whom it is about stands in its address, so that it can be linked to and gone back to. */
import { useState, useSyncExternalStore } from 'react';
import type { SubmitEvent } from 'react';
import { Debtor } from './Debtor.tsx';
import { Payments } from './Payments.tsx';

/** Some of the 200 debtors of the demo data, with something to see. */
const known = ['DEB-0148', 'DEB-0010', 'DEB-0005', 'DEB-0001', 'DEB-0002', 'DEB-0020'];

export function App() {
  const debtor = useHash();
  return (
    <>
      <header>
        <h1>Collections desk</h1>
        <p>Sandbox: invented people, and no money moves.</p>
        <nav aria-label="Elsewhere">
          <a href="/graphiql">GraphiQL</a> <a href="/docs/">Documentation</a>
        </nav>
      </header>
      <main>
        <Search key={debtor} debtor={debtor} />
        <Payments />
        {debtor !== '' && <Debtor key={debtor} reference={debtor} />}
      </main>
    </>
  );
}

function Search({ debtor }: { debtor: string }) {
  const [text, setText] = useState(debtor);
  const search = (event: SubmitEvent): void => {
    event.preventDefault();
    location.hash = encodeURIComponent(text.trim());
  };
  return (
    <search>
      <form onSubmit={search}>
        <label htmlFor="debtor">Debtor reference</label>
        <input id="debtor" value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" spellCheck={false} placeholder="DEB-0148" required />
        <button>Show</button>
      </form>
      <p>
        For example{' '}
        {known.map((reference) => (
          <a key={reference} href={`#${reference}`} aria-current={reference === debtor ? 'page' : undefined}>
            {reference}
          </a>
        ))}
      </p>
    </search>
  );
}

function useHash(): string {
  return useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed);
      return () => removeEventListener('hashchange', changed);
    },
    () => decode(location.hash.slice(1)),
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

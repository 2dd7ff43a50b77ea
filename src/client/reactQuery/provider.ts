/** Which gateway the hooks below it talk to. */
import { createContext, createElement, useContext } from 'react';
import type { FunctionComponent, PropsWithChildren } from 'react';
import type { Client } from '../client.ts';

const Context = createContext<Client | undefined>(undefined);

export const CollectgraphProvider: FunctionComponent<PropsWithChildren<{ client: Client }>> = ({ client, children }) => createElement(Context.Provider, { value: client }, children);

/** Throws where no `CollectgraphProvider` stands above. */
export function useCollectgraph(): Client {
  const client = useContext(Context);
  if (!client) throw new Error('There is no <CollectgraphProvider client={createClient({ url })}> above this component.');
  return client;
}

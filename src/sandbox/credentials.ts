/** What the stand-ins accept. Invented, public and good for nothing else; a test may set its own. */
export interface SandboxCredentials {
  receeveClientId: string;
  receeveApiClient: string;
  receeveApiSecret: string;
  ucollectApiKey: string;
  ucollectLedger: string;
  ucollectUser: string;
  cmClientId: string;
  cmClientSecret: string;
  collectmaxxApiKey: string;
}

export const sandboxCredentials: SandboxCredentials = {
  receeveClientId: '5a4db0c5-0000-4000-8000-000000000001',
  receeveApiClient: 'sandbox-receeve-client',
  receeveApiSecret: 'sandbox-receeve-secret',
  ucollectApiKey: 'sandbox-ucollect-key',
  ucollectLedger: 'Voorbeeld Incasso BV',
  ucollectUser: 'desk@example.com',
  cmClientId: 'sandbox-cm-client',
  cmClientSecret: 'sandbox-cm-secret',
  collectmaxxApiKey: 'sandbox-collectmaxx-key',
};

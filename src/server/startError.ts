/** Why the gateway cannot start, in one sentence for the person who started it; no stack is of use to them. */
export class StartError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartError';
  }
}

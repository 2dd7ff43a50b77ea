/** All that is promised of calls holds over the library's connections too, for whoever chooses them. */
import { useClient } from './support.ts';

useClient('undici');
await import('./send.test.ts');
await import('./failures.test.ts');
await import('./status.test.ts');
await import('./turns.test.ts');
await import('./tls.test.ts');

/** The command `collectgraph` from its modules, one by one; `bin/collectgraph.ts` is the same from few files, and starts sooner. */
import { runHere } from './cli/here.ts';

await runHere();

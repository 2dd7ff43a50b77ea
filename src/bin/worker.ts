/** What `npm start -- --workers N` forks: a gateway in a process of its own. It begins by itself. */
import { load } from './load.ts';

load('worker');

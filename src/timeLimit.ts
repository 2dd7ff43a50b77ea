/**
 * Time limits of what somebody else answers. A process that had no time for a while, or was put to sleep, comes to its
 * timers before it comes to what has arrived: an answer that lies in its socket came in time, and is read first.
 */

/**
 * Calls back when so many ms are over and what arrived in them was read. `clearTimeout` takes it back, though not in
 * the turn in which it is due: the callback looks whether anybody still waits.
 */
export function setTimeLimit(over: () => void, ms: number): NodeJS.Timeout {
  return setTimeout(() => void setImmediate(over), ms);
}

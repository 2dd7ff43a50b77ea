/** Processes that keep their events in one file, as each of them sees the others. What is new, the log says. */
export interface LogNeighbours {
  /** There is something to read. */
  tell(): void;
  /** Calls when another process has told. The answer ends it. */
  listen(listener: () => void): () => void;
  /**
   * One writes after the other. The file has a lock of its own, which is what keeps it whole; but whoever waits for that
   * one looks now and then whether it is free, and finds that whoever is busy has it again.
   */
  inTurn<T>(write: () => Promise<T>): Promise<T>;
}

/** What events are configured with; `src/config/events.ts` reads it. */
export interface EventSettings {
  /** File of the embedded log; undefined: one that ends with the process. */
  eventsPath: string | undefined;
  /** Events are kept for so many days. */
  eventsMaxAgeDays: number;
  /** Events are kept in so many bytes. */
  eventsMaxBytes: number;
  doors: DoorCredentials;
}

/** By what a vendor is recognised. A door without any of its own lets nobody in. */
export interface DoorCredentials {
  collectmaxxUser?: string | undefined;
  collectmaxxPassword?: string | undefined;
  /** Last part of the path. */
  collectmaxxSecret?: string | undefined;
  /** Last part of the path. */
  cmSecret?: string | undefined;
  /** PEM. */
  receevePublicKey?: string | undefined;
}

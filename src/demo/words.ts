/** Words of the graph for people. */

/** `PARTIALLY_PAID` -> `partially paid`; names of providers as they write them. */
export const words = (value: string): string => ({ COLLECTMAXX: 'Collectmaxx', CM: 'CM' })[value] ?? value.toLowerCase().replaceAll('_', ' ');

/** A day without a time belongs to no time zone. */
export const day = (date: string): string => new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));

export const moment = (milliseconds: number): string => new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(milliseconds));

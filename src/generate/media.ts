/** Media types: which of those that a body or answer offers is used. */
import type { Place } from './place.ts';
import { below, members } from './place.ts';

export type Format = 'JSON' | 'FORM' | 'MULTIPART' | 'TEXT';

export interface Media {
  format: Format;
  /** As documented, without parameters. */
  type: string;
  place: Place;
}

function formatOf(type: string): Format | undefined {
  if (type === 'application/json' || type.endsWith('+json') || type === '*/*' || type === 'application/*' || type === 'text/json') return 'JSON';
  if (type === 'application/x-www-form-urlencoded') return 'FORM';
  if (type === 'multipart/form-data') return 'MULTIPART';
  return type.startsWith('text/') ? 'TEXT' : undefined;
}

/** The first of the wanted formats that the content offers. */
export function pick(content: Place, wanted: Format[]): Media | undefined {
  const offers = members(content).flatMap(({ key, place }) => {
    const type = key.split(';')[0]!.trim().toLowerCase();
    const format = formatOf(type);
    return format ? [{ format, type, place }] : [];
  });
  return wanted.map((format) => offers.find((offer) => offer.format === format)).find((offer) => offer !== undefined);
}

export const mediaSchema = (media: Pick<Media, 'place'>): Place => below(media.place, 'schema');

/** The format's usual type, which need not be said. */
export const usual: Record<Format, readonly string[]> = {
  JSON: ['application/json', '*/*', 'application/*'],
  FORM: ['application/x-www-form-urlencoded'],
  MULTIPART: ['multipart/form-data'],
  TEXT: ['text/plain', 'text/*'],
};

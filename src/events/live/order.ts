/** Which of two places of one log comes later: places are numbers, or numbers joined by `-`. */
export function isAfter(cursor: string, other: string): boolean {
  const places = placeOf(cursor);
  const others = placeOf(other);
  for (let index = 0; index < places.length; index += 1) {
    const difference = (places[index] ?? 0) - (others[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function placeOf(cursor: string): number[] {
  return cursor.slice(cursor.lastIndexOf('.') + 1).split('-').map(Number);
}

import { setTimeLimit } from '../timeLimit.ts';

/** How long Redis is waited for by those who can do without, in ms. */
const patienceMs = 250;

/** The answer, or a rejection when it does not come soon; what comes after that concerns nobody. */
export async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeLimit(() => reject(new Error('Redis did not answer in time.')), patienceMs);
  });
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

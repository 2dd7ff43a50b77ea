/**
 * One line on stderr that says what is being done, for a person who waits at a terminal. It is wiped away
 * when the work is over, and where nobody watches nothing is written at all.
 */
import type { Terminal } from './terminal.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const wipe = '\r\u001b[2K';

/** Shows `text` while `work` runs; what it gives or throws goes through. */
export async function during<T>({ stderr, watched, env }: Terminal, text: string, work: () => Promise<T>): Promise<T> {
  if (!watched?.stderr || env['TERM'] === 'dumb') return work();
  let frame = 0;
  const draw = (): void => stderr(`${wipe}${frames[frame++ % frames.length]} ${text} …`);
  draw();
  const timer = setInterval(draw, 80);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    stderr(wipe);
  }
}

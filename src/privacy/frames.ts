/**
 * Where an error was thrown, without what it says: V8 writes name and message above the frames, and a message
 * quotes what it choked on, in several lines if it likes, some of which may look like frames.
 */

const frame = /^at (?:(?:async |new )*[\w$.<>#[\] ]{1,120} \()?(?:file:\/\/|node:|\/|[A-Za-z]:\\)[^()\s]*:\d+:\d+\)?$/;
const most = 12;

export function framesOf(error: unknown): string[] {
  const { stack, message } = (error ?? {}) as { stack?: unknown; message?: unknown };
  if (typeof stack !== 'string') return [];
  const at = typeof message === 'string' && message !== '' ? stack.indexOf(message) : -1;
  const lines = (at < 0 ? stack : stack.slice(at + (message as string).length)).split('\n').map((line) => line.trim());
  // From below: the frames are the last lines, and the first that is none belongs to a message.
  const first = lines.findLastIndex((line) => !isFrame(line)) + 1;
  return lines.slice(first).filter((line) => frame.test(line)).slice(0, most);
}

/** Frames of V8 without a place: `at async Promise.all (index 0)`, `at <anonymous>`. */
function isFrame(line: string): boolean {
  return frame.test(line) || /^at (?:async )?(?:Promise\.\w+ \(index \d+\)|<anonymous>|[\w$.<> ]{1,120} \(<anonymous>\))$/.test(line);
}

/** A line at the top while an operation runs for longer than a moment, with the seconds that it has taken so far. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { runs } from './runs.js';

const shownAfterMs = 700;

export function Progress() {
  const run = useSyncExternalStore(runs.listen, runs.now);
  const [elapsed, setElapsed] = useState(0);
  useEffect(() => {
    if (run.state !== 'running') return setElapsed(0);
    const timer = setInterval(() => setElapsed(performance.now() - run.since), 100);
    return () => clearInterval(timer);
  }, [run]);
  if (elapsed < shownAfterMs) return null;
  return (
    <div className="progress" role="progressbar" aria-label={`${run.name} is running`}>
      <span>
        {run.name} … {(elapsed / 1000).toFixed(1)} s
      </span>
    </div>
  );
}

/**
 * The panel "Upstream calls": the calls of the last operation side by side, as they ran: which system, when, how
 * long, tried how often, how many lookups in one; and what sharing and running side by side have saved.
 */
import { useSyncExternalStore } from 'react';
import { runs } from './runs.js';

const titles = { receeve: 'Receeve', collectmaxx: 'Collectmaxx', ucollect: 'uCollect', cm: 'CM' };
const ms = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

function UpstreamCalls() {
  const run = useSyncExternalStore(runs.listen, runs.now);
  return (
    <section className="upstream-calls" aria-label="Upstream calls">
      <h2>Upstream calls</h2>
      {run.state === 'idle' && <p>Run an operation, and its calls are drawn here.</p>}
      {run.state === 'running' && <p role="status">{run.name} is running …</p>}
      {run.state === 'done' && !run.upstream && (
        <p role="status">
          {run.name} took {ms(run.took)}. Its calls are shown to a caller with the scope <code>upstream:read</code>.
        </p>
      )}
      {run.state === 'done' && run.upstream && <Waterfall name={run.name} {...run.upstream} />}
    </section>
  );
}

function Waterfall({ name, total, sum, reads, calls }) {
  if (calls.length === 0) return <p role="status">{name} made no call.</p>;
  const end = Math.max(total, ...calls.map(({ start, duration }) => start + duration));
  const percent = (value) => `${(value / end) * 100}%`;
  return (
    <>
      <p role="status">
        <strong>{name}</strong>: {calls.length === 1 ? 'one call' : `${calls.length} calls`} in <strong>{ms(total)}</strong>; one after another they would have taken <strong>{ms(sum)}</strong>.
      </p>
      <ul className="reads">
        {Object.entries(reads)
          .filter(([, { asked, made }]) => asked > made)
          .map(([system, { asked, made }]) => (
            <li key={system}>
              {titles[system] ?? system}: {asked} reads were asked for, {made} made; the others were shared.
            </li>
          ))}
      </ul>
      <table>
        <thead>
          <tr>
            <th scope="col">Call</th>
            <th scope="col">
              <span className="scale">
                <span>0</span>
                <span>{ms(end)}</span>
              </span>
            </th>
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody>
          {calls.map(({ system, operation, method, start, waited, duration, status, code, attempts, bytes, lookups, shared }, index) => (
            <tr key={index} className={code === 'OK' ? undefined : 'failed'} title={`${method} ${status ?? 'no answer'}, ${bytes} bytes`}>
              <th scope="row">
                <span className={`system system-${system}`}>{titles[system] ?? system}</span> {operation}
                <span className="notes">
                  {lookups > 1 && <em>{lookups} lookups in one</em>}
                  {shared && <em>begun by another request</em>}
                  {attempts > 1 && <em>{attempts} attempts</em>}
                  {code !== 'OK' && <em>{code}</em>}
                </span>
              </th>
              <td aria-label={`from ${ms(start)} to ${ms(start + duration)}`}>
                <span className="track">
                  <span className={`bar system-${system}`} style={{ left: percent(start), width: `max(2px, ${percent(duration)})` }}>
                    <span className="waited" style={{ width: duration > 0 ? `${Math.min((waited / duration) * 100, 100)}%` : 0 }} />
                  </span>
                </span>
              </td>
              <td>{ms(duration)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="legend">The pale beginning of a bar is the wait for its turn or a token.</p>
    </>
  );
}

const Icon = () => (
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
    <path d="M3 5h9M7 12h11M13 19h8" />
  </svg>
);

export const upstreamCallsPlugin = { title: 'Upstream calls', icon: Icon, content: UpstreamCalls };

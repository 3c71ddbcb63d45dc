// The live stream. What was missed while it was away is fetched anew each time it opens.

import * as api from './api.js';
import { byId, setText } from './dom.js';
import { changed, putCluster, putLocks, putRun, putRuns, putTarget, state } from './store.js';

const RETRY = 3000;
let source;

export function connect() {
  source = new EventSource('/api/events');
  source.addEventListener('open', () => {
    say('live', 'live');
    load();
  });
  source.addEventListener('run', (event) => {
    const run = JSON.parse(event.data);
    const before = state.runs.get(run.id);
    putRun(run);
    const moved = before?.state !== run.state || before?.reason !== run.reason;
    if (moved && (run.finishedAt || !run.startedAt || asksApproval(run.id))) loadSlowly();
  });
  source.addEventListener('target', (event) => putTarget(JSON.parse(event.data)));
  source.addEventListener('windows', loadSlowly);
  source.addEventListener('cluster', (event) => {
    const { paused, nodes, locks } = JSON.parse(event.data);
    // it is part of why runs wait, and no run changes with it
    if (areAllPaused(nodes) !== areAllPaused(state.cluster.nodes)) loadSlowly();
    putCluster({ paused, nodes });
    putLocks(locks);
  });
  source.addEventListener('error', () => {
    say('lost', 'connection lost');
    if (source.readyState === EventSource.CLOSED) {
      // the browser gives up on an error answer; we do not
      setTimeout(connect, RETRY);
    }
  });
}

/** What is asked for by its own name and kept under it. */
const PARTS = ['pipelines', 'targets', 'backups', 'documents', 'incidents', 'performance', 'findings', 'checks', 'reports', 'windowReviews', 'routes', 'windows', 'freezes', 'cluster', 'locks', 'approvals', 'breakGlass', 'people'];

/** Everything, at once; each part that fails leaves the others. */
export async function load() {
  const asked = Date.now();
  const [runs, ...parts] = await Promise.all(
    ['runs', ...PARTS].map((part) => api[part]().catch(() => null)),
  );
  PARTS.forEach((part, i) => parts[i] && (state[part] = parts[i]));
  if (runs) putRuns(runs, asked);
  state.loaded = state.loaded || Boolean(parts[0] && runs);
  if (!state.loaded) loadSlowly(); // the product is still starting
  changed();
}

const areAllPaused = (nodes) => nodes.length > 0 && nodes.every((node) => node.pausedBy);

const asksApproval = (run) => state.approvals.some((approval) => approval.run === run);

let soon;
function loadSlowly() {
  clearTimeout(soon);
  soon = setTimeout(load, 1000);
}

function say(connection, words) {
  const link = byId('link');
  link.dataset.state = connection;
  setText(link, words);
  const lost = byId('lost');
  lost.hidden = connection !== 'lost';
  setText(lost, connection === 'lost' ? 'The connection to Upkeep is lost: what you see may be old. Trying again…' : '');
}

// ages, next runs and backups change without an event
setInterval(() => source?.readyState === EventSource.OPEN && load(), 30000);

// The live stream. What was missed while it was away is fetched anew each time it opens.

import * as api from './api.js';
import { byId, setText } from './dom.js';
import { changed, putRun, putTarget, state } from './store.js';

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
    if (run.finishedAt && before?.state !== run.state) loadSlowly();
  });
  source.addEventListener('target', (event) => putTarget(JSON.parse(event.data)));
  source.addEventListener('windows', loadSlowly);
  source.addEventListener('error', () => {
    say('lost', 'connection lost');
    if (source.readyState === EventSource.CLOSED) {
      // the browser gives up on an error answer; we do not
      setTimeout(connect, RETRY);
    }
  });
}

/** Everything, at once; each part that fails leaves the others. */
export async function load() {
  const [pipelines, targets, backups, runs, routes, windows, freezes] = await Promise.all(
    [api.pipelines(), api.targets(), api.backups(), api.runs(), api.routes(), api.windows(), api.freezes()].map((answer) =>
      answer.catch(() => null),
    ),
  );
  if (pipelines) state.pipelines = pipelines;
  if (targets) state.targets = targets;
  if (backups) state.backups = backups;
  if (routes) state.routes = routes;
  if (windows) state.windows = windows;
  if (freezes) state.freezes = freezes;
  if (runs) runs.forEach(putRun);
  state.loaded = state.loaded || Boolean(pipelines && runs);
  changed();
}

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

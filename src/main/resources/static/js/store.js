// What the page knows, and who wants to hear of it. Listeners are called once a frame however much arrives.

import { asksForAPerson, isActive, waits } from './words.js';

export const state = {
  runs: new Map(),
  pipelines: [],
  targets: [],
  backups: [],
  incidents: [],
  findings: [],
  checks: [],
  kpis: [],
  reports: [],
  windowReviews: [],
  performance: null,
  documents: [],
  routes: null,
  windows: { occurrences: [] },
  freezes: [],
  cluster: { paused: null, nodes: [] },
  locks: [],
  approvals: [],
  breakGlass: [],
  people: [],
  loaded: false,
};

const listeners = [];
let awaited = false;

export function onChange(listener) {
  listeners.push(listener);
}

export function changed() {
  if (awaited) return;
  awaited = true;
  requestAnimationFrame(() => {
    awaited = false;
    listeners.forEach((listener) => listener());
  });
}

const heard = new Map(); // when the server told of a run by itself

/** What the server tells of a run. */
export function putRun(run) {
  heard.set(run.id, Date.now());
  state.runs.set(run.id, run);
  changed();
}

/**
 * What the server had of runs when it was asked; what it told since then is newer. One that seems to be at work or to wait, and is not
 * among the open ones, ended unseen.
 */
export function putRuns({ newest, open, all }, asked) {
  const isOld = (id) => (heard.get(id) ?? 0) < asked;
  if (all) {
    const still = new Set(open.map((run) => run.id));
    for (const run of state.runs.values()) {
      if ((isActive(run) || waits(run) || asksForAPerson(run)) && !still.has(run.id) && isOld(run.id)) state.runs.delete(run.id);
    }
  }
  [...newest, ...open].filter((run) => isOld(run.id)).forEach((run) => state.runs.set(run.id, run));
  changed();
}

export function putTarget(target) {
  state.targets = state.targets.map((known) => (known.name === target.name ? target : known));
  changed();
}

export function putCluster(cluster) {
  state.cluster = cluster;
  changed();
}

export function putLocks(locks) {
  state.locks = locks;
  changed();
}

/** Those under way first, then those that wait, then the newest first. */
const rank = (run) => (isActive(run) ? 2 : waits(run) ? 1 : 0);

export const newestRuns = () =>
  [...state.runs.values()].sort(
    (a, b) => rank(b) - rank(a) || Date.parse(b.requestedAt) - Date.parse(a.requestedAt),
  );

export const pipelineOf = (run) => state.pipelines.find((pipeline) => pipeline.name === run.pipeline);

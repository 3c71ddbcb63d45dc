// What the page knows, and who wants to hear of it. Listeners are called once a frame however much arrives.

import { isActive } from './words.js';

export const state = {
  runs: new Map(),
  pipelines: [],
  targets: [],
  backups: [],
  routes: null,
  windows: { occurrences: [] },
  freezes: [],
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

export function putRun(run) {
  state.runs.set(run.id, run);
  changed();
}

export function putTarget(target) {
  state.targets = state.targets.map((known) => (known.name === target.name ? target : known));
  changed();
}

/** Those under way first, then the newest first. */
export const newestRuns = () =>
  [...state.runs.values()].sort(
    (a, b) => Number(isActive(b)) - Number(isActive(a)) || Date.parse(b.requestedAt) - Date.parse(a.requestedAt),
  );

export const pipelineOf = (run) => state.pipelines.find((pipeline) => pipeline.name === run.pipeline);

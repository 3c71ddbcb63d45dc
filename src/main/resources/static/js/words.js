// States, times and sizes as people read them.

const RUN_STATES = {
  REQUESTED: ['quiet', 'requested'],
  WAITING: ['quiet', 'waiting'],
  RUNNING: ['busy', 'running'],
  PAUSED: ['warn', 'paused'],
  ROLLING_BACK: ['warn', 'rolling back'],
  ROLLBACK_WAITING: ['warn', 'rolling back, waiting'],
  SUCCEEDED: ['good', 'succeeded'],
  ROLLED_BACK: ['warn', 'rolled back'],
  ROLLBACK_FAILED: ['bad', 'rollback failed'],
  NEEDS_ATTENTION: ['warn', 'needs attention'],
  CANCELLED: ['quiet', 'cancelled'],
  REJECTED: ['bad', 'rejected'],
};
const HEALTH = {
  OK: ['good', 'ok'],
  WARNING: ['warn', 'warning'],
  CRITICAL: ['bad', 'critical'],
  UNKNOWN: ['quiet', 'unknown'],
  MAINTENANCE: ['busy', 'in maintenance'],
};
const BACKUPS = {
  TAKEN: ['quiet', 'taken'],
  UPLOADED: ['busy', 'uploaded'],
  VERIFIED: ['good', 'verified'],
  BROKEN: ['bad', 'broken'],
  FAILED: ['bad', 'failed'],
  EXPIRED: ['quiet', 'expired'],
};

const WINDOWS = {
  PROPOSED: ['warn', 'to be approved'],
  APPROVED: ['quiet', 'agreed'],
  STARTED: ['busy', 'open'],
  VERIFYING: ['busy', 'verifying'],
  COMPLETED: ['good', 'completed'],
  CANCELLED: ['quiet', 'cancelled'],
};

const lookUp = (table, state) => {
  const [tone, word] = table[state] ?? ['quiet', String(state).toLowerCase()];
  return { tone, word };
};

export const runState = (state) => lookUp(RUN_STATES, state);
export const health = (state) => lookUp(HEALTH, state);
export const backupState = (state) => lookUp(BACKUPS, state);
export const windowState = (state) => lookUp(WINDOWS, state);
export const isActive = (run) => ['REQUESTED', 'RUNNING', 'ROLLING_BACK'].includes(run.state);
export const waits = (run) => ['WAITING', 'ROLLBACK_WAITING'].includes(run.state);
export const undoes = (run) => ['ROLLING_BACK', 'ROLLBACK_WAITING'].includes(run.state);
export const asksForAPerson = (run) => ['NEEDS_ATTENTION', 'ROLLBACK_FAILED', 'PAUSED'].includes(run.state);

/** 850 -> "0.9 s"; 125000 -> "2 min 5 s" */
export function duration(millis) {
  const seconds = Math.max(0, millis) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} d ${Math.floor((seconds % 86400) / 3600)} h`;
}

function rough(millis) {
  const seconds = Math.round(Math.abs(millis) / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 2 * 86400) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} days`;
}

export function ago(instant) {
  const passed = Date.now() - Date.parse(instant);
  return passed < 2000 ? 'just now' : `${rough(passed)} ago`;
}

export function until(instant) {
  const left = Date.parse(instant) - Date.now();
  return left <= 0 ? 'due now' : `in ${rough(left)}`;
}

export const clock = (instant) =>
  new Date(instant).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)/g;

/** What the server says in sentences, with the instants in it as the rest of the page shows them. */
export const said = (text) =>
  String(text ?? '').replace(INSTANT, (instant) => (Number.isNaN(Date.parse(instant)) ? instant : clock(instant)));

/** Whether a reason says itself when it is over: "freeze year-end holds until Friday 2026-12-04 10:00 UTC". */
export const saysWhen = (reason) => /\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(reason ?? '');

export function bytes(count) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = count;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

export const count = (n, one, many = `${one}s`) => `${n === 0 ? 'no' : n} ${n === 1 ? one : many}`;

/** "person:ada" -> "ada"; "timer:nightly" -> "timer nightly" */
export function asker(requestedBy) {
  const [kind, ...name] = String(requestedBy).split(':');
  return kind === 'person' ? name.join(':') : [kind, ...name].join(' ');
}

// The REST API. A refusal becomes an Error whose message is the server's own sentence, and whose inputs tell each field's.

export class Refused extends Error {
  constructor(message, inputs = {}) {
    super(message);
    this.inputs = inputs;
  }
}

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: { Accept: 'application/json', ...options.headers } });
  } catch {
    throw new Refused('the server did not answer; look whether it runs, then try again');
  }
  const body = await response.json().catch(() => null);
  if (!response.ok || body === null) {
    throw new Refused(body?.detail ?? `the server answered ${response.status}`, body?.inputs ?? {});
  }
  return body;
}

let person = () => '';

/** Who the requests are made for; the page says it once. */
export const askedBy = (who) => (person = who);

const send = (method, path, body) =>
  call(path, {
    method,
    headers: { 'Content-Type': 'application/json', 'Upkeep-Person': person() || 'dashboard' },
    body: JSON.stringify(body),
  });

const post = (path, body) => send('POST', path, body);

/** One per press of Start, so that a repeat on a bad line is one run; randomUUID is only there on secure origins. */
const requestId = () => `page-${[...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(16)).join('-')}`;

export const pipelines = () => call('/api/pipelines');
export const targets = () => call('/api/targets');
export const history = (target) => call(`/api/targets/${encodeURIComponent(target)}/history?hours=24`);
export const routes = () => call('/api/routes/findings');
export const backups = () => call('/api/backups?limit=8');
export const performance = async () => {
  const kinds = (await call('/api/performance')).map((document) => document.kind.toLowerCase());
  const newest = (kind) => kinds.includes(kind) ? call(`/api/performance/${kind}`) : null; // before a first review there is none
  const [capacity, bottlenecks] = await Promise.all([newest('capacity'), newest('bottlenecks')]);
  return { capacity, bottlenecks };
};
export const chart = (target, metric) => call(`/api/performance/chart?${new URLSearchParams({ target, metric, days: 30 })}`);
export const documents = () => call('/api/documents?limit=8');
export const incidents = () => call('/api/incidents');
export const incident = (id) => call(`/api/incidents/${encodeURIComponent(id)}`);
export const moveIncident = (id, action, text) => post(`/api/incidents/${encodeURIComponent(id)}/${action}`, { text });
export const findings = () => call('/api/findings');
export const checks = () => call('/api/findings/checks');
export const acceptFinding = (id, reason, until) => post(`/api/findings/${encodeURIComponent(id)}/accept`, { reason, until });
export const baseline = (host) => call(`/api/baselines/${encodeURIComponent(host)}`);
export const acceptBaseline = (host, hash, reason) => post(`/api/baselines/${encodeURIComponent(host)}/accept`, { hash, reason });
export const troubleshoot = (id, text) => post(`/api/incidents/${encodeURIComponent(id)}/troubleshoot`, { text });
export const kpis = () => call('/api/kpis');
export const reports = () => call('/api/reports?limit=5');
export const windowReviews = () => call('/api/reviews');
export const completeReview = (id, findings) => post(`/api/reviews/${encodeURIComponent(id)}/complete`, { findings });
export const windows = () => call('/api/windows');
export const freezes = () => call('/api/freezes');
// those that are not over may have been asked for long ago: they wait for a window, or ask for a person
/** The newest, and all that are not over: {newest, open, all} where all says that none of the open ones is missing. */
export const runs = async () => {
  const [newest, open] = await Promise.all(['limit=30', `open=true&limit=${OPEN_AT_ONCE}`].map((which) => call(`/api/runs?${which}`)));
  return { newest, open, all: open.length < OPEN_AT_ONCE };
};
const OPEN_AT_ONCE = 200;
export const run = (id) => call(`/api/runs/${encodeURIComponent(id)}`);
export const LOG_AT_ONCE = 200;
/** What comes right after or before an entry, oldest first: {after} or {before}, and {host}. */
export const runLog = (id, place) => call(`/api/runs/${encodeURIComponent(id)}/log?${new URLSearchParams({ ...place, limit: LOG_AT_ONCE })}`);
export const runLogHosts = (id) => call(`/api/runs/${encodeURIComponent(id)}/log/hosts`);
export const start = (pipeline, parameters, breakGlass = {}) =>
  post(`/api/pipelines/${encodeURIComponent(pipeline)}/runs`, { parameters, requestId: requestId(), ...breakGlass });
export const plan = (pipeline, parameters) => post(`/api/pipelines/${encodeURIComponent(pipeline)}/plan`, { parameters });
export const decide = (id, action, reason) => post(`/api/runs/${encodeURIComponent(id)}/${action}`, reason ? { reason } : {});
export const cluster = () => call('/api/nodes');
export const pauseAll = (reason) => post('/api/pause', { reason });
export const resumeAll = () => post('/api/resume-all', {});
export const turnNode = (name, action) => post(`/api/nodes/${encodeURIComponent(name)}/${action}`, {});
export const locks = () => call('/api/locks');
export const takeLock = (target, reason) => post(`/api/locks/${encodeURIComponent(target)}`, { reason });
export const releaseLock = (target) => send('DELETE', `/api/locks/${encodeURIComponent(target)}`, {});
export const people = () => call('/api/people');
export const approvals = () => call('/api/approvals');
export const breakGlass = () => call('/api/break-glass');
export const approve = (id, plan, reason) => post(`/api/runs/${encodeURIComponent(id)}/approve`, { plan, reason });
export const reject = (id, reason) => post(`/api/runs/${encodeURIComponent(id)}/reject`, { reason });
export const review = (id, note) => post(`/api/break-glass/${encodeURIComponent(id)}/review`, { note });

// One run in full: #/runs/<id>.

import * as api from './api.js';
import { h, setText, show } from './dom.js';
import { approvalCard } from './approvals.js';
import { asker, asksForAPerson, clock, duration, isActive, runState, saysWhen, waits } from './words.js';
import { badge } from './badge.js';
import { decisionButtons } from './decisions.js';
import { pipelineOf, putRun, state } from './store.js';
import { askedWords, showText } from './run-card.js';
import { runLog } from './run-log.js';
import { track } from './track.js';

let page;

/** Shows the run in the container; called again on every change. */
export function showRun(container, id) {
  if (page?.id !== id) {
    page = build(id);
    container.replaceChildren(page.element);
  }
  const run = state.runs.get(id);
  if (run) page.update(run);
  else page.ask();
}

export const forgetRun = () => (page = undefined);

function build(id) {
  const title = h('h1', { tabindex: '-1' }, 'Run');
  const status = badge();
  const missing = h('p', { class: 'reason', role: 'alert', hidden: true });
  let asking = false;
  const about = h('dl', { class: 'about' });
  const failure = h('p', { class: 'failure' });
  const reason = h('p', { class: 'reason' });
  const asked = h('p', { class: 'quiet' });
  const parentLink = h('a');
  const parent = h('p', { class: 'quiet' }, 'A child of ', parentLink, ', which waits for it.');
  const children = h('div', { class: 'names' });
  const decisions = decisionButtons();
  const approval = h('div');
  const way = track();
  const log = runLog(id);
  const rows = h('tbody');
  const columns = ['Step', 'State', 'Attempt', 'Started', 'Took'].map((name) => h('th', { scope: 'col' }, name));
  const found = h(
    'div', { class: 'run-page', hidden: true },
    reason, asked, parent, children, approval, decisions.element,
    h('section', { class: 'panel', 'aria-label': 'Way' }, way.element),
    failure,
    h('section', { class: 'panel', 'aria-label': 'About this run' }, about),
    h('section', { class: 'panel scroll', 'aria-label': 'Steps', tabindex: '0' }, h('table', {}, h('thead', {}, h('tr', {}, ...columns)), rows)),
    log.element,
  );
  const head = h('div', { class: 'head' }, title, status.element);
  return {
    id,
    element: h('div', { class: 'run-page' }, h('div', {}, h('a', { class: 'back', href: '#/' }, '← All runs'), head), missing, found),
    /** Also of one that ended while nobody told of it. */
    ask() {
      if (asking) return;
      asking = true; // for good where there is no such run
      api.run(id).then((now) => {
        asking = false;
        putRun(now);
      }, (refusal) => showText(missing, refusal.message));
    },
    update(run) {
      missing.hidden = true;
      found.hidden = false;
      setText(title, run.pipeline);
      status.set(runState(run.state));
      showText(reason, run.reason);
      showText(asked, askedWords(run));
      parent.hidden = !run.parent;
      parentLink.href = `#/runs/${encodeURIComponent(run.parent ?? '')}`;
      setText(parentLink, state.runs.get(run.parent)?.pipeline ?? 'a run');
      show(children, [...state.runs.values()].filter((one) => one.parent === id), (one) => one.id, childLink);
      showText(failure, run.failure ? `${run.failedStep ?? 'failed'}: ${run.failure}` : null);
      show(approval, state.approvals.filter((one) => one.run === id), (one) => one.run, approvalCard);
      decisions.update(run);
      way.update(run, pipelineOf(run));
      log.update(run);
      show(about, facts(run), ([name]) => name, fact);
      show(rows, run.steps, (s) => `${s.phase} ${s.path} ${s.iteration}`, row, () => h('tr', {}, h('td', { colspan: '5', class: 'empty' }, 'No step has started yet.')));
    },
  };
}

function childLink(child) {
  const link = h('a', { href: `#/runs/${encodeURIComponent(child.id)}` });
  return { element: link, update: (now) => setText(link, `child run: ${now.pipeline}, ${runState(now.state).word}`) };
}

function facts(run) {
  const taken = run.startedAt && run.finishedAt ? duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt)) : '';
  return [
    ...Object.entries(run.parameters),
    ['Asked for by', asker(run.requestedBy)],
    ['Requested', clock(run.requestedAt)],
    ['Started', run.startedAt ? clock(run.startedAt) : 'not yet'],
    [asksForAPerson(run) ? 'Waits since' : 'Finished', run.finishedAt ? clock(run.finishedAt) : 'not yet'],
    ['Took', taken || '…'],
    ...(run.waitsUntil && !saysWhen(run.reason) ? [['May start', clock(run.waitsUntil)]] : []),
    ['Id', run.id],
  ];
}

function fact([name]) {
  const value = h('dd');
  return { element: h('div', {}, h('dt', {}, name), value), update: ([, text]) => setText(value, text) };
}

const STATES = { STARTED: ['busy', 'running'], FINISHED: ['good', 'finished'], FAILED: ['bad', 'failed'], SKIPPED: ['quiet', 'skipped'] };

function row(step) {
  const name = h('span', {}, step.iteration ? `${step.path} [${step.iteration}]` : step.path);
  const phase = step.phase === 'ROLLBACK' ? h('span', { class: 'quiet' }, ' rollback') : null;
  const failure = h('p', { class: 'failure' });
  const status = badge();
  const [attempt, started, took] = [1, 2, 3].map(() => h('td', { class: 'num' }));
  return {
    element: h('tr', {}, h('td', {}, name, phase, failure), h('td', {}, status.element), attempt, started, took),
    update(now) {
      const run = state.runs.get(page?.id) ?? { state: 'RUNNING' };
      const cut = now.state === 'STARTED' && !isActive(run) && !waits(run);
      const [tone, word] = cut ? ['warn', 'cut off'] : STATES[now.state] ?? ['quiet', now.state];
      status.set({ tone, word });
      setText(attempt, String(now.attempt));
      setText(started, now.startedAt ? new Date(now.startedAt).toLocaleTimeString() : '');
      setText(took, now.startedAt && now.finishedAt ? duration(Date.parse(now.finishedAt) - Date.parse(now.startedAt)) : '');
      showText(failure, now.failure);
    },
  };
}

// A run in the lists: its state, its way, and what went wrong.

import { h, setData, setText } from './dom.js';
import { asker, asksForAPerson, duration, isActive, runState, said, waits } from './words.js';
import { badge } from './badge.js';
import { decisionButtons } from './decisions.js';
import { pipelineOf } from './store.js';
import { progress, track } from './track.js';
import { setTime, time } from './times.js';

export function runCard(run) {
  const title = h('a', { href: `#/runs/${encodeURIComponent(run.id)}` });
  const state = badge();
  const what = h('span', { class: 'mono' });
  const who = h('span');
  const when = time('ago');
  const took = h('span');
  const running = time('running');
  const bar = h('div', { class: 'bar', role: 'progressbar', 'aria-valuemin': '0', 'aria-label': 'Steps done' }, h('span'));
  const way = track();
  const failure = h('p', { class: 'failure' });
  const reason = h('p', { class: 'reason' });
  const asked = h('p', { class: 'quiet' });
  const until = time('until');
  const wait = h('span', {}, 'may start ', until);
  const parentLink = h('a', {}, 'the run that waits for it');
  const parent = h('span', {}, 'child of ', parentLink);
  const decisions = decisionButtons();
  const element = h(
    'article',
    { class: 'card' },
    h('div', { class: 'head' }, h('h3', {}, title), state.element, h('span', { class: 'end quiet' }, when)),
    h('p', { class: 'facts' }, what, who, took, wait, parent),
    bar, way.element, failure, reason, asked, decisions.element,
  );
  return {
    element,
    update(now) {
      setText(title, now.pipeline);
      state.set(runState(now.state));
      setData(element, 'tone', isActive(now) ? 'busy' : '');
      element.classList.toggle('asks', asksForAPerson(now));
      element.classList.toggle('compact', isOldNews(now));
      setText(what, Object.entries(now.parameters).map(([key, value]) => `${key}=${value}`).join('  '));
      setText(who, `by ${asker(now.requestedBy)}`);
      setTime(when, now.requestedAt);
      showTaken(now, took, running);
      showBar(now, bar);
      way.update(now, pipelineOf(now));
      showText(failure, now.state === 'SUCCEEDED' ? null : now.failure);
      showText(reason, isActive(now) || asksForAPerson(now) || waits(now) ? now.reason : null);
      showText(asked, askedWords(now));
      showWait(now, until, wait);
      parent.hidden = !now.parent;
      parentLink.href = `#/runs/${encodeURIComponent(now.parent ?? '')}`;
      // what went well is run again from its own page
      decisions.update(now.state === 'SUCCEEDED' ? { ...now, actions: [] } : now);
    },
  };
}

/** A run that went well a while ago takes little room. */
function isOldNews(run) {
  return ['SUCCEEDED', 'CANCELLED', 'REJECTED'].includes(run.state) && Date.now() - Date.parse(run.finishedAt ?? 0) > 60000;
}

const ASKED = { PAUSE: 'pauses before its next step', CANCEL: 'ends as soon as its step has stopped', ROLL_BACK: 'rolls back as soon as its step has stopped' };

/** What a person asked of a run at work, which obeys at its step's end. */
export const askedWords = (run) => (run.asked ? `It was asked for: ${ASKED[run.asked] ?? run.asked}.` : null);

function showWait(run, until, wait) {
  wait.hidden = !run.waitsUntil;
  if (run.waitsUntil) setTime(until, run.waitsUntil);
}

function showTaken(run, took, running) {
  if (isActive(run) && run.startedAt) {
    if (!running.isConnected) took.replaceChildren(running);
    setTime(running, run.startedAt);
  } else {
    setText(took, run.startedAt && run.finishedAt ? `took ${duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt))}` : '');
  }
}

function showBar(run, bar) {
  bar.hidden = !isActive(run);
  if (bar.hidden) return;
  const { done, all } = progress(run, pipelineOf(run));
  bar.setAttribute('aria-valuemax', all);
  bar.setAttribute('aria-valuenow', done);
  setData(bar, 'tone', run.state === 'ROLLING_BACK' ? 'warn' : 'busy');
  bar.firstChild.style.width = `${all === 0 ? 0 : Math.max(3, (100 * done) / all)}%`;
}

export function showText(element, text) {
  element.hidden = !text;
  setText(element, said(text));
}

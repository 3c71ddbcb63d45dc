// The nodes that work on runs, and the pause that holds everything.

import * as api from './api.js';
import { ask } from './answers.js';
import { asker, count } from './words.js';
import { badge } from './badge.js';
import { byId, h, setText, show } from './dom.js';
import { putCluster, state } from './store.js';
import { setTime, time } from './times.js';

export function nodeRow() {
  let current;
  const name = h('h3');
  const status = badge();
  const since = time('ago');
  const runs = h('span', { class: 'names' });
  const load = h('span');
  const switchIt = h('button', { type: 'button', onclick: () => turn(current, wrong) });
  const wrong = h('p', { class: 'wrong', role: 'alert', hidden: true });
  return {
    element: h(
      'article', { class: 'node-row' },
      h('div', { class: 'head' }, name, h('span', { class: 'end' }, status.element)),
      h('p', { class: 'facts' }, load, h('span', {}, 'started ', since)),
      runs, h('div', { class: 'actions' }, switchIt), wrong,
    ),
    update(node) {
      current = node;
      setText(name, node.isSelf ? `${node.name} (this one)` : node.name);
      name.title = node.address;
      status.set(node.pausedBy ? { tone: 'warn', word: `paused by ${asker(node.pausedBy)}` } : { tone: 'good', word: 'working' });
      setTime(since, node.startedAt);
      setText(load, node.runs.length === 0 ? 'idle' : `works on ${count(node.runs.length, 'run')}`);
      runs.hidden = node.runs.length === 0;
      show(runs, node.runs.slice(0, 8), (id) => id, runLink);
      setText(switchIt, node.pausedBy ? 'Resume' : 'Pause');
      switchIt.setAttribute('aria-label', `${node.pausedBy ? 'Resume' : 'Pause'} ${node.name}`);
    },
  };
}

/** A run by its pipeline's name where the page knows it, by its id where not. */
export function runLink(id) {
  const link = h('a', { href: `#/runs/${encodeURIComponent(id)}` });
  return { element: link, update: () => setText(link, state.runs.get(id)?.pipeline ?? id.slice(0, 8)) };
}

async function turn(node, wrong) {
  wrong.hidden = true;
  try {
    putCluster(await api.turnNode(node.name, node.pausedBy ? 'resume' : 'pause'));
  } catch (refusal) {
    setText(wrong, refusal.message);
    wrong.hidden = false;
  }
}

export function renderNodes() {
  const { paused, nodes } = state.cluster;
  show(byId('nodes'), nodes, (node) => node.name, nodeRow, () => h('p', { class: 'empty' }, 'No node has reported.'));
  byId('pause').hidden = Boolean(paused) || nodes.length === 0;
  renderBanner(paused);
}

/** Shown on every page: whatever is started meanwhile waits. */
export function renderBanner(paused = state.cluster.paused) {
  const banner = byId('paused');
  banner.hidden = !paused;
  if (!paused) return;
  if (!banner.parts) {
    banner.parts = { words: h('span'), since: time('ago'), button: h('button', { type: 'button', onclick: resumeAll }, 'Resume all') };
    banner.replaceChildren(h('p', {}, banner.parts.words, ' ', h('span', { class: 'quiet' }, banner.parts.since)), banner.parts.button);
  }
  setText(banner.parts.words, `Everything is paused by ${asker(paused.by)}: ${paused.reason}`);
  setTime(banner.parts.since, paused.since);
}

async function resumeAll() {
  const { words, button } = byId('paused').parts;
  button.disabled = true;
  try {
    putCluster(await api.resumeAll());
  } catch (refusal) {
    setText(words, refusal.message);
  } finally {
    button.disabled = false;
  }
}

export const askToPause = () =>
  ask({
    title: 'Pause everything?',
    meaning: ['Nothing starts any more, on any node. Runs under way rest before their next step; rollbacks go on to their end.'],
    label: 'Reason', needed: true, word: 'Pause everything', kind: 'danger', done: putCluster,
    send: (reason) => api.pauseAll(reason),
  });

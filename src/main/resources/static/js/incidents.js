// What needs a person, until it is resolved.

import * as api from './api.js';
import { ask } from './answers.js';
import { asker, said } from './words.js';
import { badge } from './badge.js';
import { h, setText } from './dom.js';
import { runLink } from './nodes.js';
import { changed, state } from './store.js';
import { setTime, time } from './times.js';

const STATES = { OPEN: { tone: 'bad', word: 'open' }, ACKNOWLEDGED: { tone: 'busy', word: 'taken up' } };

export function incidentCard(incident) {
  let current = incident;
  const title = h('h3');
  const status = badge();
  const opened = time('ago');
  const times = h('span');
  const by = h('span');
  const level = h('span');
  const run = incident.run ? runLink(incident.run) : null;
  const take = h('button', { type: 'button', onclick: () => move(current, 'acknowledge', 'Take up', false) }, 'Take up…');
  const story = timeline(incident.id);
  const look = h('button', { type: 'button', onclick: () => troubleshoot(current) }, 'Troubleshoot…');
  const resolve = h('button', { type: 'button', onclick: () => move(current, 'resolve', 'Resolve', true) }, 'Resolve…');
  return {
    element: h('article', { class: 'card' }, h('div', { class: 'head' }, title, h('span', { class: 'end' }, status.element)), h('p', { class: 'facts' }, opened, times, by, level, run?.element ?? null), story.element, h('div', { class: 'actions' }, take, look, resolve)),
    update(now) {
      current = now;
      story.update(now);
      setText(title, said(now.title));
      status.set(STATES[now.state] ?? STATES.OPEN);
      setTime(opened, now.openedAt);
      setText(times, now.occurrences > 1 ? `${now.occurrences} times` : '');
      setText(by, now.answeredBy ? `by ${asker(now.answeredBy)}` : '');
      setText(level, now.level > 0 ? `escalated to level ${now.level}` : '');
      run?.update();
      take.hidden = now.state !== 'OPEN';
    },
  };
}

/** What was seen, told and done, read when it is opened, and again when the incident moved meanwhile. */
function timeline(id) {
  const lines = h('ol', { class: 'timeline' });
  const element = h('details', {}, h('summary', {}, 'Timeline'), lines);
  let shown = '';
  const read = async (version) => {
    shown = version;
    try {
      const { timeline: entries } = await api.incident(id);
      lines.replaceChildren(...entries.map(entry));
    } catch (failure) {
      lines.replaceChildren(h('li', { class: 'wrong' }, failure.message));
    }
  };
  let version = '';
  element.addEventListener('toggle', () => element.open && read(version));
  return {
    element,
    update(now) {
      version = `${now.state} ${now.level} ${now.lastAt}`;
      if (element.open && version !== shown) read(version);
    },
  };
}

function entry({ at, by, what, text }) {
  const when = time('ago');
  setTime(when, at);
  return h('li', {}, h('p', { class: 'facts' }, when, h('span', {}, what), h('span', {}, asker(by))), text === '' ? null : h('pre', {}, said(text)));
}

const move = (incident, action, word, needed) =>
  ask({
    title: `${word}: ${incident.title}`,
    meaning: [action === 'resolve' ? 'It is over; what ended it stays in its timeline.' : 'Others see that you look after it.'],
    label: action === 'resolve' ? 'What ended it' : 'Remark', needed, word, kind: 'main',
    done: (moved) => {
      state.incidents = state.incidents.map((one) => (one.id === moved.id ? moved : one)).filter((one) => one.state !== 'RESOLVED');
      changed();
    },
    send: (text) => api.moveIncident(incident.id, action, text),
  });

const troubleshoot = (incident) =>
  ask({
    title: `Troubleshoot: ${incident.title}`,
    meaning: ['A run gathers evidence, ranks the causes, does what is safe, and proposes the rest for approval. What kind of issue it is, is guessed from the incident.'],
    label: 'What you know of it', needed: false, word: 'Troubleshoot', kind: 'main',
    done: ({ run }) => { location.hash = `#/runs/${run}`; },
    send: (text) => api.troubleshoot(incident.id, text),
  });

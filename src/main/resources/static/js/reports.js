// The newest reports, and the reviews of windows that somebody has to write.

import * as api from './api.js';
import { ask } from './answers.js';
import { count, said } from './words.js';
import { h, setText } from './dom.js';
import { changed, state } from './store.js';
import { setTime, time } from './times.js';

export function reportRow(report) {
  const link = h('a', { href: `/api/reports/${encodeURIComponent(report.id)}.html` });
  const revision = h('span');
  const made = time('ago');
  return {
    element: h('article', {}, h('h3', {}, link), h('p', { class: 'facts' }, revision, made)),
    update(now) {
      setText(link, `${now.type.toLowerCase()} ${now.period}`);
      setText(revision, now.isWritten ? `revision ${now.revision}` : 'not written yet');
      setTime(made, now.createdAt);
    },
  };
}

export const noReports = () => h('p', { class: 'empty' }, 'No report yet. Make one: ', h('code', {}, './upkeep report generate weekly'), '.');

export function windowReviewCard(review) {
  let current = review;
  const title = h('h3');
  const held = time('ago');
  const due = time('until');
  const facts = h('span');
  const write = h('button', { type: 'button', onclick: () => askToComplete(current) }, 'Write the review…');
  return {
    element: h('article', { class: 'card asks' }, h('div', { class: 'head' }, title), h('p', { class: 'facts' }, h('span', {}, 'held ', held), h('span', {}, 'due ', due), facts), h('div', { class: 'actions' }, write)),
    update(now) {
      current = now;
      setText(title, `${now.window} window`);
      setTime(held, now.gathered.startedAt);
      setTime(due, now.dueAt);
      setText(facts, known(now.gathered));
    },
  };
}

function known({ runs, incidents, overrunMinutes }) {
  const undone = runs.filter((run) => run.state.startsWith('ROLL')).length;
  const over = overrunMinutes > 1 ? `, ${Math.round(overrunMinutes)} min over its end` : '';
  return `${count(runs.length, 'run')}, ${undone} rolled back, ${count(incidents.length, 'incident')}${over}`;
}

const line = (words) => h('p', { class: 'reason' }, said(words));

const askToComplete = (review) =>
  ask({
    title: `Review of the ${review.window} window`,
    meaning: [
      `${known(review.gathered)}. What went well, what did not, and who does what about it?`,
      ...review.gathered.runs.filter((run) => run.why).map((run) => line(`${run.pipeline}: ${run.why}`)),
      ...review.gathered.incidents.map(line),
    ],
    label: 'Findings and actions', needed: true, word: 'Complete', kind: 'main',
    done: (completed) => {
      state.windowReviews = state.windowReviews.filter((one) => one.id !== completed.id);
      changed();
    },
    send: (findings) => api.completeReview(review.id, findings),
  });

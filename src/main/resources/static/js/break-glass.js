// Starts that went past admission, until another person has written what to make of them.

import { h, setText } from './dom.js';
import { askToReview } from './answers.js';
import { badge } from './badge.js';
import { load } from './live.js';
import { me } from './me.js';
import { setTime, time } from './times.js';

export const toReview = (starts) => starts.filter((start) => !start.reviewedBy);

export function reviewCard() {
  let current;
  const title = h('a');
  const status = badge();
  status.set({ tone: 'bad', word: 'break-glass' });
  const who = h('span');
  const when = time('ago');
  const reason = h('p', { class: 'reason' });
  const review = h('button', { type: 'button', class: 'main', onclick: () => askToReview(current, load) }, 'Review…');
  const hint = h('span', { class: 'quiet' });
  return {
    element: h(
      'article', { class: 'card asks' },
      h('div', { class: 'head' }, h('h3', {}, title), status.element, h('span', { class: 'end quiet' }, when)),
      h('p', { class: 'facts' }, who), reason,
      h('div', { class: 'actions' }, review, hint),
    ),
    update(start) {
      current = start;
      setText(title, start.pipeline);
      title.href = `#/runs/${encodeURIComponent(start.run)}`;
      setText(who, `${start.person} went past ${start.overrides.join(', ')}`);
      setTime(when, start.at);
      setText(reason, start.reason);
      review.disabled = me() === start.person;
      setText(hint, me() === start.person ? 'another person writes the review' : '');
    },
  };
}

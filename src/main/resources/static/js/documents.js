// The newest documents and drafts. People sign where runs are approved; here they read what it is about.

import { badge } from './badge.js';
import { h, setText } from './dom.js';
import { setTime, time } from './times.js';

const STATES = {
  published: { tone: 'good', word: 'published' },
  reviewed: { tone: 'warn', word: 'to be signed' },
  rejected: { tone: 'bad', word: 'rejected' },
  draft: { tone: 'busy', word: 'draft' },
};

export function documentRow() {
  const link = h('a', { target: '_blank', rel: 'noopener' });
  const status = badge();
  const version = h('span');
  const when = time('ago');
  const by = h('p', { class: 'quiet' });
  const due = h('p', { class: 'quiet' });
  return {
    element: h('article', {}, h('div', { class: 'head' }, h('h3', {}, link), h('span', { class: 'end' }, status.element)), h('p', { class: 'facts' }, version, when), by, due),
    update(document) {
      setText(link, document.title);
      link.href = document.formats[0];
      status.set(STATES[document.state] ?? STATES.draft);
      setText(version, document.version ? `version ${document.version}` : '');
      setTime(when, document.publishedAt ?? document.createdAt);
      setText(by, document.reason ?? signed(document.signatures));
      setText(due, isDue(document) ? `to be read again since ${new Date(document.nextReview).toLocaleDateString()}` : '');
    },
  };
}

const signed = (signatures) => (signatures.length ? `signed by ${signatures.map((one) => `${one.person} (${one.role})`).join(', ')}` : '');

const isDue = (document) => document.state === 'published' && document.nextReview !== null && new Date(document.nextReview) < new Date();

export const noDocuments = () =>
  h('p', { class: 'empty' }, 'No document has been written yet: ', h('code', {}, './upkeep docs create procedure PIPELINE'), '.');

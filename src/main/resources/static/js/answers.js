// The questions that need words from a named person: approve, reject, review.

import * as api from './api.js';
import { buttons, openDialog } from './dialogs.js';
import { h, setText } from './dom.js';
import { me, personSelect } from './me.js';
import { state } from './store.js';

/** Asks for who it is and for words, and sends them; what the server refuses is shown. */
export function ask({ title, meaning, label, needed, wordless = false, word, kind, send, done }) {
  const who = personSelect({ id: 'answer-who' });
  const words = h('textarea', { id: 'answer-words', rows: '3', maxlength: '500', 'aria-required': String(needed) });
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const answer = buttons(word, kind);
  const form = h(
    'form', { method: 'dialog', novalidate: true },
    h('h2', { id: 'dialog-title' }, title),
    ...meaning.map((part) => (typeof part === 'string' ? h('p', {}, part) : part)),
    state.people.length === 0 ? null : h('div', { class: 'field' }, h('label', { for: 'answer-who' }, 'You are'), who),
    wordless ? null : h('div', { class: 'field' }, h('label', { for: 'answer-words' }, `${label} `, h('span', {}, needed ? 'required' : 'optional')), words),
    wrong, answer.element,
  );
  const dialog = openDialog(form);
  (me() === '' && state.people.length > 0 ? who : wordless ? answer.yes : words).focus();
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (who.value === '' && state.people.length > 0) {
      setText(wrong, 'Choose who you are: the answer is noted under your name.');
      who.focus();
      return;
    }
    answer.yes.disabled = true;
    try {
      done(await send(words.value.trim()));
      dialog.close();
    } catch (refusal) {
      answer.yes.disabled = false;
      setText(wrong, refusal.message);
    }
  });
}

export const askToApprove = (approval, done) =>
  ask({
    title: `Approve ${approval.pipeline}?`,
    meaning: ['You say yes to exactly this plan. When anything in it changes before the start, your yes is void.', h('p', { class: 'quiet mono' }, approval.plan.hash)],
    label: 'Remark', needed: false, word: 'Approve', kind: 'main', done,
    send: (reason) => api.approve(approval.run, approval.plan.hash, reason),
  });

export const askToReject = (approval, done) =>
  ask({
    title: `Reject ${approval.pipeline}?`,
    meaning: ['The run never starts. Who asked for it is told your reason.'],
    label: 'Reason', needed: true, word: 'Reject', kind: 'danger', done,
    send: (reason) => api.reject(approval.run, reason),
  });

export const askToReview = (start, done) =>
  ask({
    title: `Review the break-glass start of ${start.pipeline}`,
    meaning: [`${start.person} went past ${start.overrides.join(', ')}. Was that right, and what should change?`, h('p', { class: 'reason' }, start.reason)],
    label: 'Review', needed: true, word: 'Write review', kind: 'main', done,
    send: (note) => api.review(start.run, note),
  });

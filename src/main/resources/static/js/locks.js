// Who holds which target, who waits for it in which order, and keeping runs off one by hand.

import * as api from './api.js';
import { ask } from './answers.js';
import { asker } from './words.js';
import { h, setText, show } from './dom.js';
import { putLocks, state } from './store.js';
import { runLink } from './nodes.js';
import { setTime, time } from './times.js';

/** pipeline:NAME#0 is a place among the pipeline's runs, not a target. */
const wordOf = (name) => name.replace(/^pipeline:(.+)#(\d+)$/, (_, pipeline, slot) => `${pipeline}, place ${Number(slot) + 1}`);

export function lockRow() {
  let current;
  const name = h('h3');
  const holder = h('span');
  const since = time('ago');
  const reason = h('p', { class: 'quiet' });
  const lent = h('p', { class: 'facts' });
  const queue = h('ol', { class: 'queue' });
  const release = h('button', { type: 'button', onclick: () => askToRelease(current) }, 'Release…');
  const actions = h('div', { class: 'actions' }, release);
  return {
    element: h('article', { class: 'lock-row' }, h('div', { class: 'head' }, name), h('p', { class: 'facts' }, holder, since), lent, reason, queue, actions),
    update(lock) {
      current = lock;
      setText(name, wordOf(lock.name));
      if (lock.run) show(holder, [lock.run], (id) => id, heldBy);
      else {
        holder.parts?.clear();
        setText(holder, `held by ${asker(lock.holder)}`);
      }
      setTime(since, lock.since);
      setText(reason, lock.reason ?? '');
      reason.hidden = !lock.reason;
      lent.hidden = lock.lentTo.length === 0;
      show(lent, lock.lentTo, (id) => id, lentTo);
      queue.hidden = lock.queue.length === 0;
      show(queue, lock.queue, (id) => id, place);
      actions.hidden = Boolean(lock.run);
      release.setAttribute('aria-label', `Release ${lock.name}`);
    },
  };
}

function heldBy(id) {
  const link = runLink(id);
  return { element: h('span', {}, 'held by ', link.element), update: link.update };
}

function lentTo(id) {
  const link = runLink(id);
  return { element: h('span', {}, 'lent to ', link.element), update: link.update };
}

function place(id) {
  const link = runLink(id);
  return { element: h('li', {}, link.element), update: link.update };
}

export const noLocks = () => h('p', { class: 'empty' }, 'Nothing is locked.');

export function askToLock() {
  const free = state.targets.map((target) => target.name).filter((name) => !state.locks.some((lock) => lock.name === name));
  const target = h('select', { id: 'lock-target' }, ...free.map((name) => h('option', { value: name }, name)));
  ask({
    title: 'Keep runs off a target',
    meaning: ['A run that needs it waits until the lock is released.', h('div', { class: 'field' }, h('label', { for: 'lock-target' }, 'Target'), target)],
    label: 'Reason', needed: true, word: 'Lock', kind: 'main', done: putLocks,
    send: (reason) => api.takeLock(target.value, reason),
  });
}

const askToRelease = (lock) =>
  ask({
    title: `Release ${lock.name}?`,
    meaning: [`${asker(lock.holder)} holds it${lock.reason ? `: ${lock.reason}` : ''}. Runs that wait for it start at once.`],
    label: 'Remark', wordless: true, needed: false, word: 'Release', kind: 'danger', done: putLocks,
    send: () => api.releaseLock(lock.name),
  });

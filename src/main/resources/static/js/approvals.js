// What waits for a yes: the whole plan, who can say it, and the two answers.

import { h, setText, show } from './dom.js';
import { askToApprove, askToReject } from './answers.js';
import { asker, said } from './words.js';
import { badge } from './badge.js';
import { load } from './live.js';
import { me, personOf } from './me.js';
import { mark } from './marks.js';
import { setTime, time } from './times.js';

export function approvalCard() {
  let current;
  const title = h('a');
  const status = badge();
  const who = h('span');
  const when = time('ago');
  const roles = h('ul', { class: 'roles' });
  const plan = h('dl', { class: 'plan' });
  const hash = h('p', { class: 'quiet mono' });
  const reason = h('p', { class: 'quiet' });
  const approve = h('button', { type: 'button', class: 'main', onclick: () => askToApprove(current, load) }, 'Approve…');
  const reject = h('button', { type: 'button', class: 'danger', onclick: () => askToReject(current, load) }, 'Reject…');
  const hint = h('span', { class: 'quiet' });
  const element = h(
    'article', { class: 'card asks' },
    h('div', { class: 'head' }, h('h3', {}, title), status.element, h('span', { class: 'end quiet' }, when)),
    h('p', { class: 'facts' }, who), roles, plan, hash, reason,
    h('div', { class: 'actions' }, approve, reject, hint),
  );
  return {
    element,
    update(now) {
      current = now;
      setText(title, now.pipeline);
      title.href = `#/runs/${encodeURIComponent(now.run)}`;
      status.set(now.state === 'GRANTED' ? { tone: 'good', word: 'approved' } : { tone: 'warn', word: 'waits for approval' });
      setText(who, `asked for by ${asker(now.requestedBy)}`);
      setTime(when, now.askedAt);
      show(roles, now.roles, (role) => role.role, roleRow);
      show(plan, planRows(now.plan), ([name]) => name, planRow);
      setText(hash, `plan ${now.plan.hash}`);
      reason.hidden = !now.reason.includes('void') && !now.reason.includes(';');
      setText(reason, said(now.reason));
      const why = cannot(now);
      approve.disabled = why !== '';
      setText(hint, why);
    },
  };
}

/** Why who sits here cannot say yes; the server decides, this only saves a click. */
function cannot(approval) {
  const person = personOf(me());
  if (!person) return '';
  if (asker(approval.requestedBy).trim().toLowerCase() === person.id && approval.requestedBy.startsWith('person:')) return 'you asked for it yourself';
  if (approval.roles.some((role) => role.yes === person.id)) return 'you said yes';
  return person.roles.some((own) => approval.roles.some((role) => role.role === own)) ? '' : 'none of your roles is asked';
}

function roleRow() {
  const drawing = h('span');
  const words = h('span');
  return {
    element: h('li', {}, drawing, words),
    update(role) {
      const given = Boolean(role.yes);
      if (drawing.dataset.tone !== (given ? 'good' : 'quiet')) {
        drawing.dataset.tone = given ? 'good' : 'quiet';
        drawing.replaceChildren(mark(given ? 'FINISHED' : 'PENDING'));
      }
      const open = role.people.length === 0 ? 'nobody can say yes' : `asks ${role.people.join(' or ')}`;
      setText(words, `${role.role}: ${given ? `yes from ${role.yes}` : open}`);
    },
  };
}

const planRows = (plan) => [
  ...Object.entries(plan.parameters),
  ...(plan.targets.length > 0 ? [['targets', plan.targets.join(', ')]] : []),
  ['route', plan.route],
];

function planRow([name]) {
  const value = h('dd', { class: 'mono' });
  return { element: h('div', {}, h('dt', {}, name), value), update: ([, text]) => setText(value, text) };
}

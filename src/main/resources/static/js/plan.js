// What a run would do: shown in a dialog, without doing it.

import { h } from './dom.js';
import { mark } from './marks.js';

export function planPanel(plan) {
  const facts = [
    ['Now', plan.admission],
    ['Inputs', Object.entries(plan.parameters).map(([name, value]) => `${name}=${value}`).join(', ') || 'none'],
    ['Impact', plan.impact.toLowerCase().replaceAll('-', ' ')],
    ['Window', plan.window === 'none' ? 'any time' : plan.window],
    ['Approval', plan.approval.join(', ') || 'nobody is asked'],
    ['Targets', plan.targets.join(', ') || 'none'],
    ['Locks', plan.locks.join(', ') || 'none'],
  ];
  return h(
    'div', { class: 'plan-panel' },
    h('dl', { class: 'plan' }, ...facts.map(([name, text]) => h('div', {}, h('dt', {}, name), h('dd', {}, text)))),
    h('h3', {}, 'Steps'), stepList(plan.steps),
    ...(plan.rollback.length === 0 ? [] : [h('h3', {}, 'If it fails'), stepList(plan.rollback)]),
    h('p', { class: 'quiet mono' }, `plan ${plan.hash}`),
  );
}

const stepList = (steps) => h('ol', { class: 'planned' }, ...steps.map(step));

function step({ path, readOnly, outcome, says, calls }) {
  return h('li', {}, h('p', { class: 'head' }, h('strong', {}, path), readOnly ? look(outcome) : null), failure(outcome), says ? h('pre', {}, says) : null, ...calls.map(call));
}

function look(outcome) {
  const tone = outcome === 'ok' ? 'good' : outcome ? 'bad' : 'quiet';
  const word = outcome === 'ok' ? 'looked, is well' : outcome ? 'looked, failed' : 'reads only';
  return h('span', { class: 'badge', 'data-tone': tone }, mark({ good: 'FINISHED', bad: 'FAILED', quiet: 'SKIPPED' }[tone]), word);
}

const failure = (outcome) => (outcome && outcome !== 'ok' ? h('p', { class: 'failure' }, outcome) : null);

function call({ endpoint, hosts, script }) {
  const [address, ...options] = endpoint.split('?');
  const where = h('p', { class: 'call', title: endpoint }, h('code', {}, address), hosts.length > 0 ? ` on ${hosts.join(', ')}` : null);
  const more = options.length > 0 ? h('p', { class: 'quiet mono' }, options.join('?').replaceAll('&', ' ')) : null;
  return script === null
    ? h('div', { class: 'called' }, where, more)
    : h('div', { class: 'called' }, where, more, h('details', {}, h('summary', {}, 'script'), h('pre', {}, script)));
}

// The drawn way of a run: one node for each step of the pipeline, its rollback running back underneath.

import { h, setData, setText, show } from './dom.js';
import { duration, isActive, undoes, waits } from './words.js';
import { mark } from './marks.js';
import { setTime, time } from './times.js';

const top = (path) => path.split('/')[0];
const STATE_WORDS = {
  PENDING: 'to come', STARTED: 'running', FINISHED: 'finished', FAILED: 'failed', SKIPPED: 'skipped', CUT: 'cut off',
};

/**
 * The nodes of one phase: planned steps first, then what ran besides them; parts of a step count as that step. Steps of a branch that
 * this run has not taken are none of its own.
 */
export function nodes(run, phase, planned, branches = []) {
  const recorded = run.steps.filter((step) => step.phase === phase);
  const left = leftOut(run, recorded, branches);
  const names = [...new Set(planned.map(top))].filter((name) => !left.has(name));
  recorded.map((step) => top(step.path)).forEach((name) => names.includes(name) || names.push(name));
  return names.map((name) => {
    const own = recorded.filter((step) => top(step.path) === name);
    const inside = own.filter((step) => step.path !== name).length;
    return { name, phase, inside, state: stateOf(own, run), started: first(own), ended: last(own) };
  });
}

/** Of a choice one branch is taken: the others are out once one has begun, and all that have not when the run is over. */
function leftOut(run, recorded, branches) {
  const began = (branch) => branch.steps.some((path) => recorded.some((step) => step.path === path));
  const isOver = run.state === 'SUCCEEDED';
  const out = branches.filter((branch) => !began(branch) && (isOver || branches.some((other) => other.choice === branch.choice && began(other))));
  return new Set(out.flatMap((branch) => branch.steps));
}

function stateOf(steps, run) {
  if (steps.length === 0) return 'PENDING';
  if (steps.some((step) => step.state === 'FAILED')) return 'FAILED';
  if (steps.some((step) => step.state === 'STARTED')) return isActive(run) || waits(run) ? 'STARTED' : 'CUT';
  return steps.every((step) => step.state === 'SKIPPED') ? 'SKIPPED' : 'FINISHED';
}

const first = (steps) => steps.map((step) => step.startedAt).filter(Boolean).sort()[0] ?? null;
const last = (steps) => steps.map((step) => step.finishedAt).filter(Boolean).sort().at(-1) ?? null;

/** How many steps of the current phase are over, and how many there are. */
export function progress(run, pipeline) {
  const undoing = undoes(run);
  const all = nodes(run, undoing ? 'ROLLBACK' : 'RUN', (undoing ? pipeline?.rollbackSteps : pipeline?.steps) ?? [], pipeline?.branches);
  return { done: all.filter((n) => !['PENDING', 'STARTED', 'CUT'].includes(n.state)).length, all: all.length };
}

export function track() {
  const forward = h('ol', { class: 'track', 'aria-label': 'Steps' });
  const label = h('p', { class: 'back-label', hidden: true }, 'rollback');
  const back = h('ol', { class: 'track undo', 'aria-label': 'Rollback steps', hidden: true });
  const element = h('div', { class: 'ways' }, forward, label, back);
  return {
    element,
    update(run, pipeline) {
      const steps = nodes(run, 'RUN', pipeline?.steps ?? [], pipeline?.branches);
      show(forward, steps, (n) => n.name, node);
      const undone = run.steps.some((step) => step.phase === 'ROLLBACK') || undoes(run);
      label.hidden = back.hidden = !undone;
      const undo = undone ? nodes(run, 'ROLLBACK', pipeline?.rollbackSteps ?? [], pipeline?.branches) : [];
      show(back, undo, (n) => n.name, node);
      // the way back starts under the step that failed
      const failed = steps.findIndex((n) => n.state === 'FAILED' || n.state === 'CUT');
      const at = Math.max(failed === -1 ? steps.length - 1 : failed, Math.min(undo.length, steps.length) - 1, 0);
      element.style.setProperty('--columns', Math.max(1, steps.length));
      element.style.setProperty('--at', at);
    },
  };
}

function node() {
  const drawing = h('span');
  const name = h('span', { class: 'name' });
  const state = h('span', { class: 'unseen' });
  const took = h('span', { class: 'took' });
  const running = time('running');
  const element = h('li', { class: 'node' }, drawing, name, state, took);
  return {
    element,
    update(n) {
      setText(name, n.inside > 1 ? `${n.name} (${n.inside})` : n.name);
      if (element.dataset.state !== n.state) {
        element.classList.toggle('fresh', element.dataset.state !== undefined);
        setData(element, 'state', n.state);
        drawing.replaceChildren(mark(n.phase === 'ROLLBACK' && n.state === 'FINISHED' ? 'UNDONE' : n.state, 'mark'));
        setText(state, `, ${STATE_WORDS[n.state]}`);
        element.title = `${n.name}: ${STATE_WORDS[n.state]}`;
      }
      if (n.state === 'STARTED') {
        if (!running.isConnected) took.replaceChildren(running);
        setTime(running, n.started);
      } else if (n.state === 'SKIPPED' || n.state === 'CUT') {
        setText(took, STATE_WORDS[n.state]);
      } else {
        setText(took, n.started && n.ended ? duration(Date.parse(n.ended) - Date.parse(n.started)) : '');
      }
    },
  };
}

// The two questions the page asks: what to start with, and whether you are sure.

import * as api from './api.js';
import { h, setText } from './dom.js';
import { planPanel } from './plan.js';

export function openDialog(form) {
  const dialog = h('dialog', { 'aria-labelledby': 'dialog-title' }, form);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function buttons(word, kind) {
  const yes = h('button', { type: 'submit', class: kind }, word);
  const no = h('button', { type: 'button', onclick: (event) => event.target.closest('dialog').close() }, 'Not now');
  return { yes, element: h('div', { class: 'actions' }, no, yes) };
}

/** Asks for the inputs of a pipeline and starts it; what the server refuses is shown at its field. */
export function askToStart(pipeline, started) {
  const fields = pipeline.inputs.map(field);
  const emergency = breakGlass();
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const answer = buttons('Start', 'main');
  const form = h(
    'form',
    { novalidate: true, method: 'dialog' },
    h('h2', { id: 'dialog-title' }, `Start ${pipeline.name}`),
    h('p', { class: 'quiet' }, pipeline.description ?? ''),
    ...fields.map((f) => f.element),
    fields.length === 0 ? h('p', {}, 'It takes no inputs.') : null,
    emergency.element,
    wrong,
    answer.element,
  );
  const dialog = openDialog(form);
  (fields[0]?.control ?? answer.yes).focus();
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    answer.yes.disabled = true;
    setText(wrong, '');
    fields.forEach((f) => f.complain(''));
    try {
      const accepted = await api.start(pipeline.name, values(fields), emergency.order());
      dialog.close();
      if (accepted.note) tell(accepted.note);
      started(accepted.id);
    } catch (refusal) {
      answer.yes.disabled = false;
      const shown = fields.filter((f) => f.complain(refusal.inputs?.[f.name] ?? ''));
      if (shown.length === 0) setText(wrong, refusal.message);
      (shown[0]?.control ?? answer.yes).focus();
    }
  });
}

function tell(words) {
  const close = h('button', { type: 'submit', class: 'main' }, 'Close');
  openDialog(h('form', { method: 'dialog' }, h('h2', { id: 'dialog-title' }, 'Started'), h('p', {}, words), h('div', { class: 'actions' }, close)));
}

/** Asks for the inputs of a pipeline and shows what a run would do; nothing but its read-only steps is executed. */
export function askToPlan(pipeline) {
  const fields = pipeline.inputs.map(field);
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const answer = buttons('Show plan', 'main');
  const found = h('div', { class: 'found', 'aria-live': 'polite' });
  const form = h(
    'form', { novalidate: true, method: 'dialog' },
    h('h2', { id: 'dialog-title' }, `Plan ${pipeline.name}`),
    h('p', { class: 'quiet' }, 'Shows what a run would do. Only steps that change nothing are executed; nothing is asked for.'),
    ...fields.map((f) => f.element), wrong, found, answer.element,
  );
  const dialog = openDialog(form);
  dialog.classList.add('roomy');
  setText(answer.element.firstChild, 'Close');
  const look = async () => {
    answer.yes.disabled = true;
    setText(wrong, '');
    fields.forEach((f) => f.complain(''));
    try {
      found.replaceChildren(planPanel(await api.plan(pipeline.name, values(fields))));
    } catch (refusal) {
      found.replaceChildren();
      const shown = fields.filter((f) => f.complain(refusal.inputs?.[f.name] ?? ''));
      if (shown.length === 0) setText(wrong, refusal.message);
    }
    answer.yes.disabled = false;
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    look();
  });
  if (fields.every((f) => f.control.value !== '' || f.optional)) look();
  (fields[0]?.control ?? answer.yes).focus();
}

/** What can be gone past in an emergency; closed, it asks for nothing. */
function breakGlass() {
  const agreements = ['window', 'freeze', 'approval'];
  // what keeps from harm is gone past by who ticks it himself
  const kinds = [...agreements, 'dependency', 'backup'].map((kind) => h('input', { type: 'checkbox', value: kind, checked: agreements.includes(kind) }));
  const reason = h('textarea', { id: 'glass-reason', rows: '2', maxlength: '500' });
  const element = h(
    'details', { class: 'glass' },
    h('summary', {}, 'Emergency: break the glass'),
    h('p', { class: 'quiet' }, 'The run does not wait for what you tick. Everyone is told, and another person must review it.'),
    h('div', { class: 'ticks' }, ...kinds.map((kind) => h('label', {}, kind, ` ${kind.value}`))),
    h('div', { class: 'field' }, h('label', { for: 'glass-reason' }, 'Reason ', h('span', {}, 'required')), reason),
  );
  const order = () => ({ breakGlass: true, reason: reason.value.trim(), overrides: kinds.filter((kind) => kind.checked).map((kind) => kind.value) });
  return { element, order: () => (element.open ? order() : {}) };
}

const values = (fields) =>
  Object.fromEntries(fields.filter((f) => f.control.value !== '').map((f) => [f.name, f.control.value]));

function field(input) {
  const id = `input-${input.name}`;
  const choices = input.type === 'boolean' ? ['true', 'false'] : input.choices ?? [];
  const attributes = { id, name: input.name, 'aria-describedby': `${id}-wrong`, 'aria-required': String(input.required) };
  const control = choices.length > 0 ? select(choices, input, attributes) : h('input', { ...attributes, placeholder: input.type === 'string' ? null : `e.g. ${input.example}`, autocomplete: 'off', spellcheck: 'false', inputmode: input.type === 'integer' ? 'numeric' : null });
  if (input.default !== null && input.default !== undefined) control.value = input.default;
  const wrong = h('p', { class: 'wrong', id: `${id}-wrong` });
  const hint = input.required ? 'required' : 'optional';
  return {
    name: input.name,
    optional: !input.required,
    control,
    element: h('div', { class: 'field' }, h('label', { for: id }, `${input.name} `, h('span', {}, `${input.type === 'enum' ? 'choose one' : input.type}, ${hint}`)), control, wrong),
    complain(problem) {
      setText(wrong, problem === 'required' ? `${input.name} is required` : problem);
      control.setAttribute('aria-invalid', String(problem !== ''));
      return problem !== '';
    },
  };
}

function select(choices, input, attributes) {
  const options = choices.map((choice) => h('option', { value: choice }, choice));
  const free = input.required || input.default ? [] : [h('option', { value: '' }, '(none)')];
  return h('select', attributes, ...free, ...options);
}

const DECISIONS = {
  resume: ['Resume', 'main', 'The run goes on at its first unfinished step. Steps that finished are not executed again; the one that was cut off is. The route is used as it is now.'],
  rollback: ['Roll back', 'danger', 'The run goes to its rollback route, which undoes what was done. It ends as rolled back, or asks again if that fails.'],
  pause: ['Pause', '', 'The run stops before its next step, keeps its locks, and goes on when somebody resumes it.'],
  skip: ['Skip step', 'danger', 'The run goes on behind the failed step, as if it had been done: for a step that you did by hand.'],
  rerun: ['Run again', '', 'A new run starts with the same inputs, from the first step.'],
  'rerun-from-failed': ['Run on from where it ended', '', 'A new run starts with the same inputs and takes over the steps that finished.'],
  cancel: ['Cancel run', 'danger', 'The run ends here. Nothing is undone: what its steps have done stays as it is.'],
};

/** Where an action is not its own path. */
const PATHS = { 'rerun-from-failed': 'rerun?from=failed' };

export const decisionWord = (action) => DECISIONS[action]?.[0] ?? action;
export const decisionKind = (action) => DECISIONS[action]?.[1] ?? '';

/** Says what a decision does, and takes it after a yes. */
export function askToDecide(run, action, decided) {
  const [word, kind, meaning] = DECISIONS[action] ?? [action, '', ''];
  const words = h('textarea', { id: 'decision-reason', rows: '2', maxlength: '500', 'aria-required': 'true' });
  const reason = action === 'skip' ? h('div', { class: 'field' }, h('label', { for: 'decision-reason' }, 'Reason ', h('span', {}, 'required')), words) : null;
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const answer = buttons(word, kind);
  const form = h(
    'form',
    { method: 'dialog' },
    h('h2', { id: 'dialog-title' }, `${word}: ${run.pipeline}?`),
    h('p', {}, action === 'cancel' && !run.startedAt ? 'The run has not started and never will.' : meaning),
    reason,
    wrong,
    answer.element,
  );
  const dialog = openDialog(form);
  (reason ? words : answer.element.firstChild).focus();
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    answer.yes.disabled = true;
    try {
      const after = await api.decide(run.id, PATHS[action] ?? action, words.value.trim());
      decided(after);
      dialog.close();
      if (after.id !== run.id) location.hash = `#/runs/${encodeURIComponent(after.id)}`;
    } catch (refusal) {
      answer.yes.disabled = false;
      setText(wrong, refusal.message);
    }
  });
}

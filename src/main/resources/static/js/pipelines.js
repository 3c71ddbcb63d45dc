// What can be run, when it runs by itself, and how it went last.

import { h, setText, show } from './dom.js';
import { askToPlan, askToStart } from './dialogs.js';
import { badge } from './badge.js';
import { runState } from './words.js';
import { setTime, time } from './times.js';

export function pipelineRow() {
  let current;
  const name = h('h3');
  const start = h('button', { type: 'button', onclick: () => askToStart(current, (id) => (location.hash = `#/runs/${id}`)) }, 'Start');
  const plan = h('button', { type: 'button', onclick: () => askToPlan(current) }, 'Plan');
  const description = h('p', { class: 'quiet' });
  const timers = h('span', { class: 'timers' });
  const last = badge();
  const lastLink = h('a', { class: 'badge-link' }, last.element);
  const when = time('ago');
  const impact = h('span');
  const rules = h('span');
  const lastRun = h('span', {}, 'last run ', when);
  const element = h(
    'article', { class: 'pipeline' },
    h('div', {}, name, description), h('div', { class: 'actions' }, plan, start),
    h('div', { class: 'facts' }, timers, impact, rules, lastRun, lastLink),
    drawing(() => current),
  );
  return {
    element,
    update(pipeline) {
      current = pipeline;
      setText(name, pipeline.name);
      start.setAttribute('aria-label', `Start ${pipeline.name}`);
      plan.setAttribute('aria-label', `Plan ${pipeline.name}`);
      setText(rules, rulesOf(pipeline));
      setText(description, pipeline.description ?? '');
      setText(impact, pipeline.impact && pipeline.impact !== 'NO-IMPACT' ? `impact: ${pipeline.impact.toLowerCase().replaceAll('-', ' ')}` : '');
      show(timers, pipeline.timers ?? [], (t) => `${t.cron} ${t.zone}${given(t)}`, timer, () => h('span', {}, 'started by hand or by an event'));
      const run = pipeline.lastRun;
      lastLink.hidden = lastRun.hidden = !run;
      if (run) {
        last.set(runState(run.state));
        lastLink.href = `#/runs/${encodeURIComponent(run.id)}`;
        setTime(when, run.requestedAt);
      }
    },
  };
}

/** Asked for when it is opened, and again when it is opened again: a route may have changed meanwhile. */
function drawing(pipelineNow) {
  const place = h('div', { class: 'drawing' });
  function draw() {
    if (!element.open) return place.replaceChildren();
    const { name, steps, rollbackSteps, branches } = pipelineNow();
    const said = (paths) => paths.map((path) => {
      const when = branches.filter((branch) => branch.steps.includes(path)).map((branch) => branch.when).join(', and ');
      return when === '' ? path : `${path} (when ${when})`;
    }).join(', ');
    const address = `/api/pipelines/${encodeURIComponent(name)}/drawing`;
    const words = `Steps of ${name}: ${said(steps) || 'none'}${rollbackSteps.length > 0 ? `; when one fails: ${said(rollbackSteps)}` : ''}`;
    const failed = () => place.replaceChildren(h('p', { class: 'wrong' }, 'The server sent no drawing; close and open this again.'));
    place.replaceChildren(h(
      'picture', {},
      h('source', { media: '(max-width: 640px)', srcset: `${address}?below=true` }),
      h('img', { src: address, alt: words, onerror: failed }),
    ));
  }
  const element = h('details', { class: 'steps-drawn', ontoggle: draw }, h('summary', {}, 'Steps'), place);
  return element;
}

const rulesOf = ({ window, approval }) =>
  `window: ${window && window !== 'none' ? window : 'any time'} · ${approval?.length > 0 ? `yes of: ${approval.join(', ')}` : 'nobody is asked'}`;

/** What a timer asks for: several timers of one pipeline differ in that. */
function given(t) {
  const inputs = Object.entries(t.inputs ?? {});
  return inputs.length === 0 ? '' : `, with ${inputs.map(([name, value]) => `${name}=${value}`).join(' ')}`;
}

function timer(t) {
  const next = time('until');
  const element = h('span', { title: `cron ${t.cron}` }, `${t.words ?? `${t.cron} (${t.zone})`}${given(t)}`, h('span', {}, ', next '), next, ' ');
  return {
    element,
    update(now) {
      element.children[0].hidden = !now.next;
      setTime(next, now.next);
    },
  };
}

/** The pipelines that a search finds, by the folders of their files; all are open while something is searched for. */
export function pipelineGroups(pipelines, search) {
  const wanted = search.trim().toLowerCase();
  const groups = new Map();
  for (const pipeline of pipelines) {
    const text = `${pipeline.name} ${pipeline.group} ${pipeline.description ?? ''}`.toLowerCase();
    if (!text.includes(wanted)) continue;
    if (!groups.has(pipeline.group)) groups.set(pipeline.group, []);
    groups.get(pipeline.group).push(pipeline);
  }
  return [...groups].sort().map(([name, members]) => ({ name, members, isFound: wanted !== '' }));
}

export function pipelineGroup() {
  const name = h('h3');
  const names = h('span', { class: 'quiet' });
  const failed = h('span', { class: 'failed' });
  const rows = h('div', { class: 'rows' });
  const element = h('details', { class: 'group' }, h('summary', {}, name, names, failed), rows);
  let wasFound = false;
  return {
    element,
    update(group) {
      setText(name, group.name === '' ? 'Others' : group.name[0].toUpperCase() + group.name.slice(1));
      setText(names, group.members.map((pipeline) => pipeline.name).join(', '));
      const bad = group.members.filter((pipeline) => pipeline.lastRun && runState(pipeline.lastRun.state).tone === 'bad').length;
      setText(failed, bad === 0 ? '' : `${bad} failed last`);
      if (group.isFound !== wasFound) element.open = wasFound = group.isFound;
      show(rows, group.members, (pipeline) => pipeline.name, pipelineRow);
    },
  };
}

export const noPipelines = (areHidden) => () => areHidden
  ? h('p', { class: 'empty' }, 'No pipeline is called so, nor speaks of it.')
  : h('p', { class: 'empty' }, 'There are no pipelines yet. Write one under ', h('code', {}, 'routes/pipelines/'), '; ', h('code', {}, 'routes/README.md'), ' shows how on one page.');

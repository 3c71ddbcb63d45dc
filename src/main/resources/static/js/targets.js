// The targets: worst first, each with the reason of its state and, opened, its probes.

import { h, setData, setText, show } from './dom.js';
import { badge } from './badge.js';
import { count, health, said } from './words.js';
import { markOfTone } from './marks.js';
import { setTime, time } from './times.js';
import { history } from './api.js';
import { spansBar, uptimeWords } from './uptime.js';

const ORDER = { bad: 0, warn: 1, quiet: 2, busy: 3, good: 4 };

export const worstFirst = (targets) =>
  [...targets].sort((a, b) => ORDER[health(a.state).tone] - ORDER[health(b.state).tone] || a.name.localeCompare(b.name));

export function targetRow() {
  const name = h('h3');
  const kind = h('span', { class: 'kind' });
  const status = badge();
  const reason = h('span', { class: 'quiet' });
  const checked = time('ago');
  const probes = h('ul', { class: 'probes' });
  const address = h('p', { class: 'quiet mono' });
  const uptime = h('p', { class: 'quiet' });
  const summary = h(
    'summary', {},
    h('span', { class: 'head' }, name, kind, h('span', { class: 'end' }, status.element)),
    h('span', { class: 'facts' }, reason, checked),
  );
  const element = h('details', { class: 'target' }, summary, address, uptime, probes);
  // asked for when it is opened: most targets stay closed
  element.addEventListener('toggle', () => element.open && tellHistory(name.textContent, uptime, probes));
  return {
    element,
    update(target) {
      setText(name, target.name);
      setText(kind, [target.kind, ...target.labels].join(' · '));
      status.set(health(target.state));
      setText(reason, target.state === 'OK' && target.probes?.length > 0 ? count(target.probes.length, 'probe') : said(target.reason));
      setTime(checked, target.checkedAt);
      setText(address, target.address ?? '');
      show(probes, target.probes ?? [], (p) => p.name, probe, () => h('li', { class: 'empty' }, 'no probe has reported'));
    },
  };
}

async function tellHistory(target, uptime, probes) {
  try {
    const told = await history(target);
    setText(uptime, uptimeWords(told));
    for (const one of told.probes) {
      probes.parts?.get(one.name)?.draw(one, told);
    }
  } catch (refused) {
    setText(uptime, refused.message);
  }
}

function probe() {
  const drawing = h('span');
  const name = h('span', { class: 'mono' });
  const reason = h('span', { class: 'quiet' });
  const past = h('span', { class: 'past' });
  return {
    element: h('li', {}, drawing, name, reason, past),
    draw(one, told) {
      past.replaceChildren(spansBar(one, told));
    },
    update(now) {
      const { tone, word } = health(now.state);
      if (drawing.dataset.tone !== tone) {
        setData(drawing, 'tone', tone);
        drawing.replaceChildren(markOfTone(tone), h('span', { class: 'unseen' }, word));
      }
      setText(name, now.name);
      setText(reason, said(now.reason));
    },
  };
}

export const noTargets = () =>
  h('p', { class: 'empty' }, 'No target is declared. Add hosts, databases and services to ', h('code', {}, 'application.yaml'), ' under ', h('code', {}, 'upkeep.targets'), '.');

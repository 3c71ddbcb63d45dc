// The targets: worst first, each with the reason of its state and, opened, its probes.

import { h, setData, setText, show } from './dom.js';
import { badge } from './badge.js';
import { count, health } from './words.js';
import { markOfTone } from './marks.js';
import { setTime, time } from './times.js';

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
  const summary = h(
    'summary', {},
    h('span', { class: 'head' }, name, kind, h('span', { class: 'end' }, status.element)),
    h('span', { class: 'facts' }, reason, checked),
  );
  return {
    element: h('details', { class: 'target' }, summary, address, probes),
    update(target) {
      setText(name, target.name);
      setText(kind, [target.kind, ...target.labels].join(' · '));
      status.set(health(target.state));
      setText(reason, target.state === 'OK' && target.probes?.length > 0 ? count(target.probes.length, 'probe') : target.reason ?? '');
      setTime(checked, target.checkedAt);
      setText(address, target.address ?? '');
      show(probes, target.probes ?? [], (p) => p.name, probe, () => h('li', { class: 'empty' }, 'no probe has reported'));
    },
  };
}

function probe() {
  const drawing = h('span');
  const name = h('span', { class: 'mono' });
  const reason = h('span', { class: 'quiet' });
  return {
    element: h('li', {}, drawing, name, reason),
    update(now) {
      const { tone, word } = health(now.state);
      if (drawing.dataset.tone !== tone) {
        setData(drawing, 'tone', tone);
        drawing.replaceChildren(markOfTone(tone), h('span', { class: 'unseen' }, word));
      }
      setText(name, now.name);
      setText(reason, now.reason ?? '');
    },
  };
}

export const noTargets = () =>
  h('p', { class: 'empty' }, 'No target is declared. Add hosts, databases and services to ', h('code', {}, 'application.yaml'), ' under ', h('code', {}, 'upkeep.targets'), '.');

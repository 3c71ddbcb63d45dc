// The key maintenance indicators of the last seven days as tiles: value, how it moved, and, opened, why.

import * as api from './api.js';
import { h, setData, setText } from './dom.js';
import { changed, state } from './store.js';

const FRESH = 5 * 60 * 1000;
const TRENDS = {
  BETTER: ['good', 'better'], WORSE: ['bad', 'worse'], CHANGED: ['quiet', 'changed'], SAME: ['quiet', 'as before'], NONE: ['quiet', ''],
};

/** Working them out takes the server longer than anything else here, and they move slowly. */
async function loadFigures() {
  const kpis = await api.kpis().catch(() => null);
  if (!kpis) return;
  state.kpis = kpis.figures;
  changed();
}

export function keepFiguresFresh() {
  loadFigures();
  setInterval(loadFigures, FRESH);
}

const number = (value) => value.toLocaleString(undefined, { maximumFractionDigits: 2 });

export function kpiTile() {
  const title = h('span', { class: 'kpi-title' });
  const value = h('span', { class: 'kpi-value' });
  const trend = h('span', { class: 'kpi-trend' });
  const reason = h('p', { class: 'quiet' });
  const parts = h('p', { class: 'quiet' });
  const element = h('details', { class: 'kpi' }, h('summary', {}, title, value, trend), parts, reason);
  return {
    element,
    update({ figure, before, trend: moved }) {
      const isKnown = figure.value !== null;
      const [tone, word] = TRENDS[moved] ?? TRENDS.NONE;
      setText(title, figure.title);
      setText(value, isKnown ? `${number(figure.value)} ${figure.unit}` : 'no data');
      setData(element, 'known', String(isKnown));
      setData(trend, 'tone', tone);
      setText(trend, words(moved, word, before));
      setText(parts, Object.entries(figure.parts).map(([name, part]) => `${name} ${number(part)}`).join(' · '));
      setText(reason, figure.reason);
      element.title = figure.reason;
    },
  };
}

function words(moved, word, before) {
  if (moved === 'NONE' || moved === 'SAME') return word;
  return moved === 'CHANGED' ? `${number(before)} before` : `${number(before)} before, ${word}`;
}

export const noKpis = () => h('p', { class: 'empty' }, 'The figures are being worked out.');

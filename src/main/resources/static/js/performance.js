// How the estate performs: what is full when, each with its chart, and what saturates first.

import * as api from './api.js';
import { badge } from './badge.js';
import { drawChart } from './chart.js';
import { byId, h, setText, show } from './dom.js';
import { setTime, time } from './times.js';

const STATES = {
  FULL: { tone: 'bad', word: 'full' },
  FILLS: { tone: 'warn', word: 'fills up' },
  ENOUGH: { tone: 'good', word: 'enough' },
  UNKNOWN: { tone: 'quiet', word: 'not known yet' },
};
const SHORT = { tone: 'bad', word: 'short' };
const MOST = 8;
const when = time('ago');

export function renderPerformance(performance) {
  const outlooks = performance?.capacity?.content.outlooks ?? [];
  if (!when.isConnected) byId('performance-when').append(when);
  setTime(when, performance?.capacity?.createdAt);
  show(byId('performance'), outlooks.slice(0, MOST), (outlook) => `${outlook.target} ${outlook.metric}`, outlookRow, () => none(performance));
  const findings = performance?.bottlenecks?.content.findings ?? [];
  byId('bottlenecks').hidden = findings.length === 0;
  show(byId('bottlenecks-list'), findings.slice(0, 3), (found) => `${found.target} ${found.resource}`, findingRow);
}

function outlookRow(outlook) {
  const sentence = h('span');
  const status = badge();
  const drawing = h('div');
  let drawn = false;
  const draw = () => {
    if (drawn || !row.open) return;
    drawn = true;
    api.chart(outlook.target, outlook.metric).then(
      (chart) => drawing.replaceChildren(drawChart(chart, peaks(outlook)), h('p', { class: 'quiet' }, chart.sentence)),
      (failure) => {
        drawn = false;
        drawing.replaceChildren(h('p', { class: 'wrong' }, failure.message));
      },
    );
  };
  const row = h('details', { class: 'outlook', ontoggle: draw }, h('summary', {}, sentence, h('span', { class: 'end' }, status.element)), drawing);
  return {
    element: row,
    update(now) {
      setText(sentence, now.sentence);
      status.set(now.isShort && now.state !== 'FULL' ? SHORT : STATES[now.state] ?? STATES.UNKNOWN);
    },
  };
}

/** What fills up counts as it is; what load uses up counts at its peaks. */
const peaks = (outlook) => !/^(disk|inodes):/.test(outlook.metric);

function findingRow() {
  const element = h('li');
  return { element, update: (found) => setText(element, found.sentence) };
}

const none = (performance) =>
  h(
    'p', { class: 'empty' },
    performance?.capacity ? 'Nothing with a limit was measured in the last days.' : 'No review has been made yet. One is made every week, and now by ',
    performance?.capacity ? null : h('code', {}, './upkeep run monitor-performance --follow'),
  );

// How a target was in the last hours: a bar with a part for each span of a state, uptime and answer times in words.

import { h, setData } from './dom.js';
import { health } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 1000;

/** 0.99954 -> "99.95 %"; what is not all is never rounded up to it */
export function share(value) {
  if (value === null || value === undefined) return 'no data';
  return value === 1 ? '100 %' : `${(Math.floor(value * 10000) / 100).toFixed(2)} %`;
}

export const uptimeWords = ({ uptime }) =>
  uptime.raw === null ? 'last 24 h: no data' : `up ${share(uptime.raw)} of the last 24 h, ${share(uptime.contractual)} outside of maintenance windows`;

export function spansBar({ spans, uptime, latency }, { from, until }) {
  const start = Date.parse(from);
  const scale = WIDTH / (Date.parse(until) - start);
  const bar = document.createElementNS(SVG, 'svg');
  bar.setAttribute('viewBox', `0 0 ${WIDTH} 10`);
  bar.setAttribute('preserveAspectRatio', 'none');
  bar.setAttribute('role', 'img');
  bar.setAttribute('aria-label', `${spans.length} spans of states in the last 24 h`);
  for (const span of spans) {
    const part = document.createElementNS(SVG, 'rect');
    part.setAttribute('x', (Date.parse(span.from) - start) * scale);
    part.setAttribute('width', Math.max(2, (Date.parse(span.until) - Date.parse(span.from)) * scale));
    part.setAttribute('height', 10);
    setData(part, 'tone', health(span.state).tone);
    bar.append(part);
  }
  const times = latency ? ` · p95 ≤ ${latency.p95} ms` : '';
  return h('span', { class: 'spans' }, bar, h('span', {}, share(uptime.raw) + times));
}

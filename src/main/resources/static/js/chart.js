// Draws one series: what was measured, the trend with its band, the limit. Where nothing was measured the line is broken.

import { h } from './dom.js';

const NS = 'http://www.w3.org/2000/svg';
const WIDTH = 640;
const HEIGHT = 220;
const EDGE = { left: 54, right: 12, top: 12, bottom: 26 };

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** chart as GET /api/performance/chart gives it; peaks: the 95th percentile counts, as for what is used up by load. */
export function drawChart(chart, peaks) {
  const points = chart.points.map((p) => ({ at: Date.parse(p.at), value: peaks ? p.p95 : p.average }));
  const band = chart.trend.map((b) => ({ at: Date.parse(b.at), low: b.low, value: b.value, high: b.high }));
  if (points.length === 0) return h('p', { class: 'empty' }, 'Nothing was measured in this time.');
  const place = scales(points, band, chart.limit);
  const picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'chart', role: 'img', 'aria-label': `${chart.metric} of ${chart.target}: ${chart.sentence}` });
  picture.append(...grid(place, chart.unit));
  if (band.length > 0) {
    const there = band.map((b) => `${place.x(b.at)},${place.y(b.high)}`);
    const back = band.map((b) => `${place.x(b.at)},${place.y(b.low)}`).reverse();
    picture.append(svg('polygon', { class: 'band', points: [...there, ...back].join(' ') }));
    picture.append(svg('polyline', { class: 'trend', points: band.map((b) => `${place.x(b.at)},${place.y(b.value)}`).join(' ') }));
  }
  picture.append(svg('path', { class: 'measured', d: broken(points, place, chart.width === 'DAY' ? 86400e3 : 3600e3) }));
  if (chart.limit !== null) {
    const y = place.y(chart.limit);
    picture.append(svg('line', { class: 'limit', x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y, y2: y }));
  }
  return h('figure', { class: 'drawn' }, picture, legend(band.length > 0, chart.limit !== null, peaks));
}

function scales(points, band, limit) {
  const times = [...points, ...band].map((p) => p.at);
  const from = Math.min(...times);
  const until = Math.max(...times, from + 1);
  const values = points.map((p) => p.value);
  const reach = band.flatMap((b) => [b.value]);
  const highest = Math.max(...values, ...reach, limit ?? 0) * 1.05 || 1;
  const x = (at) => round(EDGE.left + ((at - from) / (until - from)) * (WIDTH - EDGE.left - EDGE.right));
  const y = (value) => round(HEIGHT - EDGE.bottom - (Math.max(0, Math.min(value, highest)) / highest) * (HEIGHT - EDGE.top - EDGE.bottom));
  return { x, y, from, until, highest };
}

const round = (number) => Math.round(number * 10) / 10;

function broken(points, place, step) {
  let before = -Infinity;
  return points
    .map((p) => {
      const pen = p.at - before > step * 1.5 ? 'M' : 'L';
      before = p.at;
      return `${pen}${place.x(p.at)} ${place.y(p.value)}`;
    })
    .join('');
}

function grid(place, unit) {
  const lines = [0, 0.5, 1].flatMap((share) => {
    const value = (place.highest / 1.05) * share;
    const y = place.y(value);
    return [svg('line', { class: 'grid', x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y, y2: y }), label(EDGE.left - 6, y + 4, 'end', amount(value, unit))];
  });
  const now = Date.now();
  const marks = [[place.from, 'start'], [place.until, 'end']];
  if (now > place.from && now < place.until) {
    lines.push(svg('line', { class: 'grid', x1: place.x(now), x2: place.x(now), y1: EDGE.top, y2: HEIGHT - EDGE.bottom }));
    marks.push([now, 'middle']);
  }
  const names = marks.map(([at, anchor]) => label(place.x(at), HEIGHT - 8, anchor, at === now ? 'now' : day(at)));
  return [...lines, ...names];
}

function label(x, y, anchor, text) {
  const element = svg('text', { x, y, 'text-anchor': anchor });
  element.textContent = text;
  return element;
}

const day = (at) => new Date(at).toLocaleDateString(undefined, { month: 'short', day: 'numeric' });

/** 1536, bytes -> "1.5 KiB" */
export function amount(value, unit) {
  if (!unit.startsWith('bytes')) return `${short(value)}${unit === '%' ? ' %' : unit.startsWith('/') ? unit : unit === '' ? '' : ` ${unit}`}`;
  const sizes = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = 0;
  while (value >= 1024 && size < sizes.length - 1) {
    value /= 1024;
    size += 1;
  }
  return `${short(value)} ${sizes[size]}${unit.slice(5)}`;
}

const short = (value) => (Math.abs(value) < 10 && value !== 0 ? value.toFixed(value < 0.1 ? 3 : 1) : Math.round(value).toString());

const legend = (trend, limit, peaks) =>
  h(
    'figcaption', {},
    h('span', { class: 'key measured' }, peaks ? 'measured, peaks of each hour' : 'measured'),
    trend ? h('span', { class: 'key trend' }, 'trend with its band (95 %)') : h('span', {}, 'no trend'),
    limit ? h('span', { class: 'key limit' }, 'limit') : null,
  );

// The drawn marks of states: each has a shape of its own, so that colour is never needed to tell them apart.

const SVG = 'http://www.w3.org/2000/svg';

const SHAPES = {
  PENDING: [['circle', { cx: 12, cy: 12, r: 8, fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-dasharray': '2.6 2.4' }]],
  STARTED: [
    ['circle', { cx: 12, cy: 12, r: 9, fill: 'none', stroke: 'currentColor', 'stroke-width': 2.5, opacity: 0.25 }],
    ['path', { d: 'M12 3a9 9 0 0 1 9 9', fill: 'none', stroke: 'currentColor', 'stroke-width': 2.8, 'stroke-linecap': 'round', class: 'turn' }],
    ['circle', { cx: 12, cy: 12, r: 3.4, fill: 'currentColor' }],
  ],
  FINISHED: [
    ['circle', { cx: 12, cy: 12, r: 10, fill: 'currentColor' }],
    ['path', { d: 'M7.4 12.4l3.1 3.1 6.1-6.6', fill: 'none', stroke: 'var(--panel)', 'stroke-width': 2.4, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }],
  ],
  FAILED: [
    ['path', { d: 'M8.1 2.5h7.8l5.6 5.6v7.8l-5.6 5.6H8.1l-5.6-5.6V8.1z', fill: 'currentColor' }],
    ['path', { d: 'M8.6 8.6l6.8 6.8M15.4 8.6l-6.8 6.8', stroke: 'var(--panel)', 'stroke-width': 2.4, 'stroke-linecap': 'round' }],
  ],
  UNDONE: [
    ['circle', { cx: 12, cy: 12, r: 10, fill: 'currentColor' }],
    ['path', { d: 'M7.5 10.2h6a3 3 0 0 1 0 6h-2.6M10.2 7.2l-3 3 3 3', fill: 'none', stroke: 'var(--panel)', 'stroke-width': 2.1, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }],
  ],
  SKIPPED: [
    ['circle', { cx: 12, cy: 12, r: 8, fill: 'none', stroke: 'currentColor', 'stroke-width': 2 }],
    ['path', { d: 'M8 12h8', stroke: 'currentColor', 'stroke-width': 2.2, 'stroke-linecap': 'round' }],
  ],
  CUT: [
    ['path', { d: 'M12 2.2l10 18.6H2z', fill: 'currentColor' }],
    ['path', { d: 'M12 9v5.4', stroke: 'var(--panel)', 'stroke-width': 2.4, 'stroke-linecap': 'round' }],
    ['circle', { cx: 12, cy: 17.6, r: 1.4, fill: 'var(--panel)' }],
  ],
};

const BY_TONE = { good: 'FINISHED', busy: 'STARTED', warn: 'CUT', bad: 'FAILED', quiet: 'SKIPPED' };

export function mark(name, className) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  if (className) svg.setAttribute('class', className);
  for (const [tag, attributes] of SHAPES[name] ?? SHAPES.PENDING) {
    const part = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([key, value]) => part.setAttribute(key, value));
    svg.append(part);
  }
  return svg;
}

export const markOfTone = (tone) => mark(BY_TONE[tone] ?? 'SKIPPED');

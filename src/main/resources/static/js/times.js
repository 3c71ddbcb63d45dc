// Times that go on by themselves: one timer for the whole page.

import { ago, clock, duration, until } from './words.js';
import { h, setText } from './dom.js';

const kinds = {
  ago,
  until,
  running: (instant) => duration(Date.now() - Date.parse(instant)),
};

/** A <time> that keeps itself true; kind is ago, until or running. */
export function time(kind = 'ago') {
  const element = h('time', { 'data-live': kind });
  return element;
}

export function setTime(element, instant) {
  if (!instant) {
    element.removeAttribute('datetime');
    setText(element, '');
    return;
  }
  if (element.getAttribute('datetime') !== instant) {
    element.setAttribute('datetime', instant);
    element.title = clock(instant);
  }
  tick(element);
}

function tick(element) {
  const instant = element.getAttribute('datetime');
  if (instant) setText(element, kinds[element.dataset.live](instant));
}

setInterval(() => document.querySelectorAll('time[data-live]').forEach(tick), 1000);

// When maintenance may be: what holds it back, what is open, what comes. Times are said on the window's own clock face.

import { h, setText } from './dom.js';
import { asker, duration, said, windowState } from './words.js';
import { badge } from './badge.js';

const DAYS_NAMED = 6;

const MOST = 8;

/** Freezes that hold, then openings: all that are open or asked for, and of each window the next; then freezes to come. */
export function windowItems(windows, freezes) {
  const ahead = (window) => window.state === 'APPROVED' && !window.open;
  const openings = windows.occurrences.filter((one, i, all) => !ahead(one) || !all.slice(0, i).some((other) => other.window === one.window && ahead(other)));
  const items = [
    ...freezes.filter((freeze) => freeze.holding).map((freeze) => ({ freeze })),
    ...openings.map((window) => ({ window })),
    ...freezes.filter((freeze) => !freeze.holding && freeze.next).map((freeze) => ({ freeze })),
  ];
  return items.slice(0, MOST);
}

export const keyOf = ({ window, freeze }) => (window ? `window ${window.id}` : `freeze ${freeze.id ?? freeze.name}`);

export function windowRow() {
  const name = h('h3');
  const status = badge();
  const when = h('span');
  const reason = h('p', { class: 'quiet' });
  return {
    element: h('article', {}, h('div', { class: 'head' }, name, h('span', { class: 'end' }, status.element)), h('p', { class: 'facts' }, when), reason),
    update({ window, freeze }) {
      setText(name, window ? window.window : `${freeze.name} freeze`);
      status.set(window ? ofWindow(window) : { tone: freeze.holding ? 'warn' : 'quiet', word: freeze.holding ? 'frozen' : 'to come' });
      setText(when, window ? windowTimes(window) : freezeTimes(freeze));
      setText(reason, window ? windowReason(window) : said(freeze.reason));
    },
  };
}

const isPastCutoff = (window) => window.open && Date.parse(window.cutoff) <= Date.now();

const ofWindow = (window) => (isPastCutoff(window) ? { tone: 'warn', word: 'closing' } : windowState(window.open ? 'STARTED' : window.state));

function windowTimes(window) {
  if (isPastCutoff(window)) return `starts nothing new · closes in ${left(window.closes)}, ${at(window.closes, window.zone)}`;
  if (window.open) return `starts work until ${at(window.cutoff, window.zone)} · closes in ${left(window.closes)}`;
  if (window.state === 'VERIFYING') return `nothing new starts · closes in ${left(window.closes)}`;
  const verb = window.state === 'PROPOSED' ? 'asked for' : 'opens';
  return `${verb} in ${left(window.opens)}, ${at(window.opens, window.zone)} ${window.zone}`;
}

const freezeTimes = (freeze) =>
  freeze.holding ? `nothing starts until ${at(freeze.until, freeze.zone)} ${freeze.zone}` : `begins in ${left(freeze.next)}, ${at(freeze.next, freeze.zone)} ${freeze.zone}`;

function windowReason(window) {
  const asked = window.state === 'PROPOSED' ? `${asker(window.proposedBy)} asks; another person has to approve` : '';
  return said([window.reason, window.remark, asked].filter(Boolean).join(' · '));
}

/** Without seconds below an hour: the page looks again every half minute. */
function left(instant) {
  const millis = Math.max(0, Date.parse(instant) - Date.now());
  return millis < 3600000 ? `${Math.ceil(millis / 60000)} min` : duration(millis);
}

/** One zone that this browser does not know must not stop the page. */
function known(timeZone) {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

/** "Sunday 02:00" within the week, "Sun, 3 Jan 2027, 02:00" beyond. */
function at(instant, timeZone) {
  const near = Date.parse(instant) - Date.now() < DAYS_NAMED * 86400000;
  const shape = near ? { weekday: 'long' } : { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' };
  return new Intl.DateTimeFormat('en-GB', { ...shape, hour: '2-digit', minute: '2-digit', timeZone: known(timeZone) }).format(new Date(instant)).replace(/(day),? (at )?/, '$1 ');
}

export const noWindows = () =>
  h('p', { class: 'empty' }, 'No window is declared or agreed. Declare them in ', h('code', {}, 'application.yaml'), ' under ', h('code', {}, 'upkeep.windows'), '.');

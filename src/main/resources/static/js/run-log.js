// What the steps of a run say and what their scripts print on hosts, as it comes. The last lines first; earlier ones when asked for.

import * as api from './api.js';
import { h, setText } from './dom.js';
import { isActive, waits } from './words.js';

const EVERY = 1000;
const LAST_WORDS = 3; // looks after a run's end: what was said last is written a moment later
const MOST = 1500; // entries that stay shown while more come
const MOST_READ = 6000; // the same where somebody has scrolled up

/** The log of one run: {element, update(run)}. It asks for more by itself while the run is at work and the element is shown. */
export function runLog(id) {
  const hosts = h('select', { 'aria-label': 'Whose lines', hidden: true, onchange: changeHost }, h('option', { value: '' }, 'all hosts'));
  const known = new Set();
  const earlier = h('button', { type: 'button', hidden: true, onclick: readBack }, 'Earlier lines');
  const lines = h('div', { class: 'log', role: 'log', tabindex: '0', 'aria-label': 'Lines of the log' });
  const note = h('p', { class: 'quiet' }, 'Nothing was said yet.');
  const element = h(
    'section',
    { class: 'panel', 'aria-label': 'Log' },
    h('div', { class: 'head' }, h('h2', {}, 'Log'), h('div', { class: 'end actions' }, earlier, hosts)),
    note,
    lines,
  );
  let asking = Promise.resolve();
  let looksLeft = LAST_WORDS;
  let active = true;
  let timer;

  /** One question at a time, so that no line comes twice or out of its order. */
  function ask(question) {
    // the page says itself when the server is away; the next look asks for the same again
    asking = asking.then(question).catch(() => {});
    return asking;
  }

  async function look() {
    await ask(() => (lines.firstChild ? readOn() : readLast()));
    note.hidden = lines.firstChild !== null;
    if (!active) setText(note, hosts.value ? `Nothing of ${hosts.value} is kept.` : 'Nothing was said that is kept.');
    clearTimeout(timer);
    if (element.isConnected && (active || looksLeft-- > 0)) timer = setTimeout(look, EVERY);
  }

  async function readLast() {
    (await api.runLogHosts(id)).forEach(offer);
    const entries = await api.runLog(id, { before: 'end', host: hosts.value });
    append(entries);
    earlier.hidden = entries.length < api.LOG_AT_ONCE;
  }

  async function readOn() {
    let entries;
    do {
      entries = await api.runLog(id, { after: lines.lastChild.dataset.id, host: hosts.value });
      append(entries);
    } while (entries.length === api.LOG_AT_ONCE);
  }

  function readBack() {
    return ask(async () => {
      if (!lines.firstChild) return;
      const entries = await api.runLog(id, { before: lines.firstChild.dataset.id, host: hosts.value });
      const fromEnd = lines.scrollHeight - lines.scrollTop;
      lines.prepend(...entries.map(shown));
      lines.scrollTop = lines.scrollHeight - fromEnd;
      earlier.hidden = entries.length < api.LOG_AT_ONCE;
    });
  }

  function append(entries) {
    if (entries.length === 0) return;
    const atEnd = lines.scrollTop + lines.clientHeight >= lines.scrollHeight - 8;
    lines.append(...entries.map(shown));
    // who reads further up keeps what is shown there, within reason
    while (lines.children.length > (atEnd ? MOST : MOST_READ)) {
      lines.firstChild.remove();
      earlier.hidden = false;
    }
    if (atEnd) lines.scrollTop = lines.scrollHeight;
  }

  function shown(entry) {
    if (entry.host) offer(entry.host);
    return line(entry);
  }

  function offer(host) {
    if (known.has(host)) return;
    known.add(host);
    hosts.append(h('option', { value: host }, host));
    hosts.hidden = known.size < 2;
  }

  function changeHost() {
    ask(() => lines.replaceChildren());
    look();
  }

  return {
    element,
    update(run) {
      const was = active;
      active = isActive(run) || waits(run);
      if (active || was) looksLeft = LAST_WORDS;
      if (!timer) timer = setTimeout(look, 0);
      else if (was !== active) look();
    },
  };
}

function line(entry) {
  const at = new Date(entry.at).toLocaleTimeString();
  const where = [entry.phase === 'ROLLBACK' ? `${entry.step} (rollback)` : entry.step, entry.host].filter(Boolean).join(' · ');
  return h(
    'div',
    { class: `line ${entry.stream}`, 'data-id': entry.id },
    h('span', { class: 'quiet' }, `${at} ${where}`),
    h('pre', {}, entry.text),
  );
}

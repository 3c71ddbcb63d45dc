// What the steps of a run say and what their scripts print on hosts, as it comes.

import * as api from './api.js';
import { h, setText } from './dom.js';
import { isActive, waits } from './words.js';

const EVERY = 1000;
const LAST_WORDS = 3; // looks after a run's end: what was said last is written a moment later
const MOST = 1500; // entries that are shown at once

/** The log of one run: {element, update(run)}. It asks for more by itself while the run is at work and the element is shown. */
export function runLog(id) {
  const hosts = h('select', { 'aria-label': 'Whose lines', hidden: true }, h('option', { value: '' }, 'all hosts'));
  const known = new Set();
  const lines = h('div', { class: 'log', role: 'log', tabindex: '0', 'aria-label': 'Lines of the log' });
  const note = h('p', { class: 'quiet' }, 'Nothing was said yet.');
  const element = h('section', { class: 'panel', 'aria-label': 'Log' }, h('div', { class: 'head' }, h('h2', {}, 'Log'), h('span', { class: 'end' }, hosts)), note, lines);
  let after = 0;
  let asking = false;
  let looksLeft = LAST_WORDS;
  let active = true;
  let timer;

  hosts.addEventListener('change', () => {
    for (const line of lines.children) line.hidden = hosts.value !== '' && line.dataset.host !== hosts.value;
  });

  async function look() {
    if (asking) return;
    asking = true;
    try {
      let entries;
      do {
        entries = await api.runLog(id, after);
        if (entries.length > 0) append(entries);
      } while (entries.length === api.LOG_AT_ONCE);
    } catch {
      // the page says itself when the server is away; the next look asks for the same again
    } finally {
      asking = false;
    }
    if (!active && after === 0) setText(note, 'Nothing was said that is kept.');
    clearTimeout(timer);
    if (element.isConnected && (active || looksLeft-- > 0)) timer = setTimeout(look, EVERY);
  }

  function append(entries) {
    const atEnd = lines.scrollTop + lines.clientHeight >= lines.scrollHeight - 8;
    for (const entry of entries) {
      after = entry.id;
      if (entry.host) offer(entry.host);
      lines.append(line(entry, hosts.value));
    }
    note.hidden = true;
    if (lines.children.length > MOST) {
      while (lines.children.length > MOST) lines.firstChild.remove();
      note.hidden = false;
      setText(note, `Earlier lines: upkeep runs log ${id}`);
    }
    if (atEnd) lines.scrollTop = lines.scrollHeight;
  }

  function offer(host) {
    if (known.has(host)) return;
    known.add(host);
    hosts.append(h('option', { value: host }, host));
    hosts.hidden = known.size < 2;
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

function line(entry, only) {
  const at = new Date(entry.at).toLocaleTimeString();
  const where = [entry.phase === 'ROLLBACK' ? `${entry.step} (rollback)` : entry.step, entry.host].filter(Boolean).join(' · ');
  return h(
    'div',
    { class: `line ${entry.stream}`, 'data-host': entry.host, hidden: only !== '' && entry.host !== only },
    h('span', { class: 'quiet' }, `${at} ${where}`),
    h('pre', {}, entry.text),
  );
}

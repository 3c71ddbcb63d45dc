// Security findings that are open or accepted, worst first, and the checks that could not look: UNKNOWN is never good.

import * as api from './api.js';
import { ask } from './answers.js';
import { badge } from './badge.js';
import { h, setText, show } from './dom.js';
import { changed, state } from './store.js';
import { setTime, time } from './times.js';
import { clock, count, said } from './words.js';

const TONES = { CRITICAL: 'bad', HIGH: 'bad', MEDIUM: 'warn', LOW: 'quiet' };
const MOST = 50;
/** Checks that compare with what a person has reviewed. */
const REVIEWED = ['baseline', 'listeners', 'setuid', 'authorized-keys', 'sudoers', 'cron', 'uid-0', 'units', 'packages'];
const ACCEPTED_FOR = 90 * 24 * 3600 * 1000;

/** A check that could not look is shown beside what was found. */
export const findingItems = (findings, checks) => [
  ...findings.slice(0, MOST),
  ...checks.filter((check) => check.unknown).map((check) => ({ ...check, id: `${check.host}/${check.check}`, firstSeen: check.checkedAt, text: check.unknown })),
];

/** The same of several hosts stands once, and opens to each of them. */
export function findingGroups(items) {
  const groups = new Map();
  for (const item of items) {
    const key = [item.check, item.state ?? 'UNKNOWN', item.severity, item.text.replaceAll(item.host, '…')].join('\n');
    if (!groups.has(key)) groups.set(key, { key, items: [] });
    groups.get(key).items.push(item);
  }
  return [...groups.values()];
}

/** How many want a person: open, and high or worse. */
export const pressing = (findings) => findings.filter((one) => one.state === 'OPEN' && TONES[one.severity] === 'bad').length;

/** One finding, or what several hosts have in common. */
export function findingGroup(group) {
  const container = h('div');
  const status = badge();
  const text = h('p');
  const hosts = h('summary');
  const title = h('h3');
  const rows = h('div', { class: 'rows' });
  const common = h('article', {}, h('div', { class: 'head' }, title, h('span', { class: 'end' }, status.element)), text, h('details', { class: 'hosts' }, hosts, rows));
  return {
    element: container,
    update({ items }) {
      if (items.length === 1) {
        common.remove();
        show(container, items, (item) => item.id, findingRow);
        return;
      }
      if (common.parentElement !== container) {
        container.parts?.clear();
        container.replaceChildren(common);
      }
      const [first] = items;
      const names = [...new Set(items.map((item) => item.host))];
      setText(title, `${first.check} on ${count(names.length, 'host')}`);
      status.set(badgeOf(first));
      setText(text, said(items.every((item) => item.text === first.text) ? first.text : `such as: ${first.text}`));
      setText(hosts, names.join(', '));
      show(rows, items, (item) => item.id, findingRow);
    },
  };
}

function findingRow(item) {
  let current = item;
  const place = h('h3');
  const status = badge();
  const text = h('p');
  const seen = time('ago');
  const by = h('span');
  const review = h('button', { type: 'button', onclick: () => askToReviewHost(current.host) }, 'Review host…');
  const accept = h('button', { type: 'button', onclick: () => askToAccept(current) }, 'Accept…');
  return {
    element: h('article', {}, h('div', { class: 'head' }, place, h('span', { class: 'end' }, status.element)), text, h('p', { class: 'facts' }, seen, by), h('div', { class: 'actions' }, review, accept)),
    update(now) {
      current = now;
      setText(text, said(now.text));
      status.set(badgeOf(now));
      setText(place, `${now.host} · ${now.check}`);
      setTime(seen, now.firstSeen);
      setText(by, now.state === 'ACCEPTED' ? `${now.acceptedBy} until ${clock(now.acceptedUntil)}: ${said(now.acceptedReason)}` : '');
      accept.parentElement.hidden = now.state !== 'OPEN';
      review.hidden = !REVIEWED.includes(now.check);
    },
  };
}

function badgeOf(item) {
  if (item.unknown) return { tone: 'quiet', word: 'unknown' };
  if (item.state === 'ACCEPTED') return { tone: 'quiet', word: 'accepted' };
  return { tone: TONES[item.severity] ?? 'warn', word: item.severity.toLowerCase() };
}

const askToAccept = (finding) =>
  ask({
    title: `Accept on ${finding.host}?`,
    meaning: [h('p', { class: 'reason' }, said(finding.text)), 'You answer for it for 90 days; if it is still there then, it is open again. It closes by itself as soon as a check no longer sees it.'],
    label: 'Why it may stay', needed: true, word: 'Accept', kind: 'main',
    done: (accepted) => {
      state.findings = state.findings.map((one) => (one.id === accepted.id ? accepted : one));
      changed();
    },
    send: (reason) => api.acceptFinding(finding.id, reason, new Date(Date.now() + ACCEPTED_FOR).toISOString()),
  });

/** Shows how the host differs, or all of it when nobody has reviewed it; what is shown is what is accepted. */
async function askToReviewHost(host) {
  const review = await api.baseline(host);
  const lines = (topics, mark) => Object.entries(topics).flatMap(([topic, entries]) => entries.map((entry) => `${mark}${topic}  ${entry}`));
  const different = [...lines(review.added, '+ '), ...lines(review.removed, '- ')];
  const shown = review.acceptedBy ? different : lines(review.seen, '');
  ask({
    title: `Is ${host} right as it is?`,
    meaning: [
      review.acceptedBy ? `Different from what ${review.acceptedBy} reviewed:` : 'Nobody has reviewed this host. This is what is there:',
      h('pre', { class: 'reason mono' }, shown.join('\n')),
    ],
    label: 'Why it is right', needed: true, word: 'Accept', kind: 'main',
    done: refresh,
    send: (reason) => api.acceptBaseline(host, review.hash, reason),
  });
}

async function refresh() {
  state.findings = await api.findings();
  changed();
}

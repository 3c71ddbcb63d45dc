// The newest backups: only a verified one counts.

import { h, setText } from './dom.js';
import { backupState, bytes, duration, said } from './words.js';
import { badge } from './badge.js';
import { setTime, time } from './times.js';

export function backupRow() {
  const name = h('h3');
  const status = badge();
  const size = h('span');
  const when = time('ago');
  const proof = h('p', { class: 'quiet' });
  const key = h('p', { class: 'quiet mono' });
  return {
    element: h('article', {}, h('div', { class: 'head' }, name, h('span', { class: 'end' }, status.element)), h('p', { class: 'facts' }, size, when), proof, key),
    update(backup) {
      setText(name, backup.series);
      status.set(backupState(backup.state));
      setText(size, backup.bytes > 0 ? `${bytes(backup.bytes)}, ${backup.entries} entries` : '');
      setTime(when, backup.createdAt);
      setText(proof, proven(backup.proof));
      setText(key, backup.reason ? said(backup.reason) : backup.objectKey ?? '');
    },
  };
}

const proven = (proof) => {
  if (!proof) return '';
  const how = proof.restoreSeconds === null ? 'every entry was compared' : `restored and compared in ${duration(proof.restoreSeconds * 1000)}`;
  return `${how}, ${new Date(proof.at).toLocaleString()}`;
};

export const noBackups = () =>
  h('p', { class: 'empty' }, 'No backup has been taken yet. Start a pipeline that takes one, such as ', h('code', {}, 'back-up-database'), '.');

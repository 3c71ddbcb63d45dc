// What became of the route files that were saved while Upkeep runs: shown while the running routes are not the saved ones.

import { h } from './dom.js';

const KEPT = ['REFUSED', 'FAILED', 'WAITING'];

export const keepsOldRoutes = (routes) => KEPT.includes(routes?.result);

export function finding(f) {
  const element = h('p', {}, h('code', {}, `${f.file}:${f.line}:${f.column}`), ` ${f.message} — ${f.fix} [${f.rule}]`);
  return { element, update() {} };
}

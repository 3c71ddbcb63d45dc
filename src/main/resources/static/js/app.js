// The page: an overview, and one run in full behind #/runs/<id>.

import { asksForAPerson, count, isActive, waits } from './words.js';
import { approvalCard } from './approvals.js';
import { askedBy } from './api.js';
import { backupRow, noBackups } from './backups.js';
import { documentRow, noDocuments } from './documents.js';
import { incidentCard } from './incidents.js';
import { findingGroup, findingGroups, findingItems, pressing } from './findings.js';
import { byId, h, setText, show } from './dom.js';
import { connect, load } from './live.js';
import { keepFiguresFresh, kpiTile, noKpis } from './kpis.js';
import { noReports, reportRow, windowReviewCard } from './reports.js';
import { forgetRun, showRun } from './run-page.js';
import { me, showMe } from './me.js';
import { newestRuns, onChange, state } from './store.js';
import { noPipelines, pipelineGroup, pipelineGroups } from './pipelines.js';
import { finding, keepsOldRoutes } from './routes.js';
import { noTargets, targetRow, worstFirst } from './targets.js';
import { renderPerformance } from './performance.js';
import { reviewCard, toReview } from './break-glass.js';
import { runCard } from './run-card.js';
import { askToLock, lockRow, noLocks } from './locks.js';
import { askToPause, renderBanner, renderNodes } from './nodes.js';
import { keyOf, noWindows, windowItems, windowRow } from './windows.js';

const noRuns = () => h('p', { class: 'empty' }, 'Nothing has run yet. Start a pipeline below, or from a terminal: ', h('code', {}, './upkeep run NAME --follow'), '.');

let shownRuns = 6;

function route() {
  const run = location.hash.match(/^#\/runs\/([^/]+)$/);
  byId('overview').hidden = Boolean(run);
  byId('run-page').hidden = !run;
  if (run) {
    showRun(byId('run-page'), decodeURIComponent(run[1]));
  } else {
    forgetRun();
    byId('run-page').replaceChildren();
  }
  return Boolean(run);
}

function render() {
  showMe();
  renderBanner();
  if (route()) return;
  if (!state.loaded) {
    setText(byId('summary'), 'Loading…');
    return;
  }
  const runs = newestRuns();
  renderRoutes();
  const asking = runs.filter(asksForAPerson);
  byId('attention').hidden = asking.length === 0;
  show(byId('attention-list'), asking, (run) => run.id, runCard);
  const reviews = toReview(state.breakGlass);
  byId('incidents').hidden = state.incidents.length === 0;
  show(byId('incidents-list'), state.incidents, (incident) => incident.id, incidentCard);
  const found = findingItems(state.findings, state.checks);
  byId('findings').hidden = found.length === 0;
  show(byId('findings-list'), findingGroups(found), (group) => group.key, findingGroup);
  byId('approvals').hidden = state.approvals.length === 0;
  show(byId('approvals-list'), state.approvals, (approval) => approval.run, approvalCard);
  byId('reviews').hidden = reviews.length === 0;
  show(byId('reviews-list'), reviews, (start) => `${start.run} ${start.person}`, reviewCard);
  // a child that ended is told by the run that waited for it
  const others = runs.filter((run) => !asksForAPerson(run) && (!run.parent || isActive(run) || waits(run)));
  byId('more-runs').hidden = others.length <= shownRuns;
  show(byId('runs'), others.slice(0, shownRuns), (run) => run.id, runCard, noRuns);
  renderPipelines();
  show(byId('targets'), worstFirst(state.targets), (target) => target.name, targetRow, noTargets);
  renderNodes();
  show(byId('locks'), state.locks, (lock) => lock.name, lockRow, noLocks);
  show(byId('windows'), windowItems(state.windows, state.freezes), keyOf, windowRow, noWindows);
  show(byId('backups'), state.backups.slice(0, 5), (backup) => backup.id, backupRow, noBackups);
  byId('window-reviews').hidden = state.windowReviews.length === 0;
  show(byId('window-reviews-list'), state.windowReviews, (review) => review.id, windowReviewCard);
  show(byId('kpis'), state.kpis, (kpi) => kpi.figure.kpi, kpiTile, noKpis);
  show(byId('reports-list'), state.reports, (report) => report.id, reportRow, noReports);
  renderPerformance(state.performance);
  show(byId('documents'), state.documents, (document) => document.id, documentRow, noDocuments);
  summarise(runs, asking);
}

function renderPipelines() {
  const search = byId('pipeline-search');
  search.hidden = state.pipelines.length === 0;
  show(byId('pipelines'), pipelineGroups(state.pipelines, search.value), (group) => group.name, pipelineGroup, noPipelines(state.pipelines.length > 0));
}

function renderRoutes() {
  byId('routes').hidden = !keepsOldRoutes(state.routes);
  if (!keepsOldRoutes(state.routes)) return;
  setText(byId('routes-why'), `${state.routes.files.join(', ')}: ${state.routes.explanation}`);
  show(byId('routes-findings'), state.routes.findings, (f) => `${f.file}:${f.line}:${f.column} ${f.message}`, finding);
}

function summarise(runs, asking) {
  const bad = state.targets.filter((target) => target.state === 'CRITICAL').length;
  const warned = state.targets.filter((target) => target.state === 'WARNING').length;
  const unknown = state.targets.filter((target) => target.state === 'UNKNOWN').length;
  const well = state.targets.filter((target) => target.state === 'OK').length;
  const incidents = state.incidents.filter((incident) => incident.state === 'OPEN').length;
  const findings = pressing(state.findings);
  const troubles = [];
  if (bad > 0) troubles.push(`${count(bad, 'target')} ${bad === 1 ? 'is' : 'are'} critical`);
  if (asking.length > 0) troubles.push(`${count(asking.length, 'run')} ${asking.length === 1 ? 'waits' : 'wait'} for you`);
  const unapproved = state.approvals.filter((approval) => approval.state === 'WAITING').length;
  if (unapproved > 0) troubles.push(`${count(unapproved, 'run')} ${unapproved === 1 ? 'waits' : 'wait'} for approval`);
  if (troubles.length === 0 && incidents > 0) troubles.push(`${count(incidents, 'incident')} ${incidents === 1 ? 'is' : 'are'} open`);
  if (troubles.length === 0 && findings > 0) troubles.push(`${count(findings, 'security finding')} ${findings === 1 ? 'wants' : 'want'} a look`);
  if (troubles.length === 0 && warned > 0) troubles.push(`${count(warned, 'target')} ${warned === 1 ? 'wants' : 'want'} a look`);
  if (troubles.length === 0 && unknown > 0) troubles.push(`${count(unknown, 'target')} ${unknown === 1 ? 'has' : 'have'} no fresh report`);
  const calm = state.targets.length === 0 ? 'Nothing is watched yet' : 'All is well';
  const headline = troubles.length > 0 ? troubles.join(', ') : calm;
  setText(byId('summary'), headline[0].toUpperCase() + headline.slice(1));
  const active = runs.filter(isActive).length;
  const health = state.targets.length === 0 ? '' : `${well} of ${count(state.targets.length, 'target')} ok · `;
  const waiting = runs.filter(waits).length;
  const wait = waiting === 0 ? '' : ` · ${count(waiting, 'run')} ${waiting === 1 ? 'waits' : 'wait'}`;
  setText(byId('lede'), health + (active === 0 ? 'nothing is running' : `${count(active, 'run')} under way`) + wait);
}

window.addEventListener('hashchange', () => {
  render();
  window.scrollTo(0, 0);
  const title = document.querySelector('#run-page h1');
  (title ?? byId('main')).focus({ preventScroll: true });
});
byId('more-runs').addEventListener('click', () => {
  shownRuns += 20;
  render();
});
byId('pipeline-search').addEventListener('input', render);
byId('pause').addEventListener('click', askToPause);
byId('take-lock').addEventListener('click', askToLock);
askedBy(me);
onChange(render);
render();
load();
keepFiguresFresh();
connect();

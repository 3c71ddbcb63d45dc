// Buttons for what may be asked of a run now.

import { askToDecide, decisionKind, decisionWord } from './dialogs.js';
import { h } from './dom.js';
import { putRun } from './store.js';

export function decisionButtons() {
  const element = h('div', { class: 'actions' });
  let shown = '';
  let current;
  return {
    element,
    update(run) {
      current = run;
      const actions = run.actions ?? [];
      element.hidden = actions.length === 0;
      if (shown === actions.join()) return;
      shown = actions.join();
      element.replaceChildren(
        ...actions.map((action) =>
          h('button', { type: 'button', class: decisionKind(action), onclick: () => askToDecide(current, action, putRun) }, decisionWord(action)),
        ),
      );
    },
  };
}

// Who sits here: a claim that goes with everything that is asked, until people sign in. Kept in this browser.

import { changed, state } from './store.js';
import { byId, h } from './dom.js';

const KEY = 'upkeep-person';
let chosen = read();

function read() {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

export const me = () => chosen;

export const personOf = (id) => state.people.find((person) => person.id === id);

function choose(id) {
  chosen = id;
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // a browser that keeps nothing asks again next time
  }
  changed();
}

/** A choice of the people Upkeep knows; every one on the page shows the same person. */
export function personSelect(attributes = {}) {
  const select = h('select', { ...attributes, onchange: () => choose(select.value) });
  const options = [['', 'choose who you are'], ...state.people.map((person) => [person.id, `${person.id} (${person.roles.join(', ')})`])];
  select.append(...options.map(([value, words]) => h('option', { value }, words)));
  select.value = personOf(chosen) ? chosen : '';
  return select;
}

/** In the page's head, once people are declared. */
export function showMe() {
  const place = byId('me');
  place.hidden = state.people.length === 0;
  const shown = JSON.stringify([chosen, state.people]);
  if (place.dataset.shown === shown) return;
  place.dataset.shown = shown;
  place.replaceChildren(h('label', { for: 'me-select' }, 'You are'), personSelect({ id: 'me-select' }));
}

import { h, setData } from './dom.js';
import { markOfTone } from './marks.js';

/** A state as mark and word; set(state) with what words.js makes of it. */
export function badge() {
  const element = h('span', { class: 'badge' });
  return {
    element,
    set({ tone, word }) {
      if (element.dataset.tone === tone && element.dataset.word === word) return;
      setData(element, 'tone', tone);
      setData(element, 'word', word);
      element.replaceChildren(markOfTone(tone), h('span', {}, word));
    },
  };
}

// Builds elements. Text only ever becomes a text node: nothing here, or in any other module, makes HTML of it.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.className = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const byId = (id) => document.getElementById(id);

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setData(element, name, value) {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}

/**
 * Makes the container show the items: parts that are there already are updated in place, so that focus, open details
 * and animations survive. create(item) returns {element, update(item)}; empty() an element for the empty list.
 */
export function show(container, items, keyOf, create, empty) {
  const parts = container.parts ?? (container.parts = new Map());
  const seen = new Set();
  let before = container.firstChild;
  if (items.length === 0 && empty) {
    parts.clear();
    container.replaceChildren(empty());
    container.emptyShown = true;
    return;
  }
  if (container.emptyShown) {
    container.replaceChildren();
    container.emptyShown = false;
    before = null;
  }
  for (const item of items) {
    const key = keyOf(item);
    seen.add(key);
    let part = parts.get(key);
    if (!part) parts.set(key, (part = create(item)));
    part.update(item);
    if (part.element === before) before = before.nextSibling;
    else container.insertBefore(part.element, before);
  }
  for (const [key, part] of parts) {
    if (!seen.has(key)) {
      part.element.remove();
      parts.delete(key);
    }
  }
}

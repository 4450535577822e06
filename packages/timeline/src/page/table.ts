import { element } from './dom.ts';

type Cell = Node | string;

/** A table. What a cell has of several parts is a list. */
export function table(heads: readonly string[], rows: readonly (readonly (Cell | readonly Cell[])[])[]): Element {
  const head = element('tr', ...heads.map((text) => element('th', { scope: 'col' }, text)));
  const lines = rows.map((cells) => element('tr', ...cells.map((cell) => element('td', ...[cell].flat()))));
  return element('table', element('thead', head), element('tbody', ...lines));
}

/** Scrolls sideways what is too wide, with a keyboard as well. */
export function region(name: string, ...children: readonly Node[]): HTMLElement {
  return element('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': name }, ...children);
}

export function list(texts: readonly string[]): Element {
  return element('ul', ...texts.map((text) => element('li', text)));
}

export function details(summary: string, content: Element): HTMLDetailsElement {
  return element('details', element('summary', summary), content);
}

export function section(title: string, ...parts: readonly (Element | string)[]): Element {
  return element('section', element('h2', title), ...parts);
}

type Attribute = string | number | ((event: Event) => void);
type Attributes = Readonly<Record<string, Attribute>>;

/** Makes an element. Texts become text nodes, whatever they contain: nothing here parses HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  set(made, attributes);
  made.append(...children);
  return made;
}

/** The same for SVG. */
export function drawing(name: string, attributes: Attributes, ...children: readonly Node[]): Element {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  set(made, attributes);
  made.append(...children);
  return made;
}

/** Sets attributes; functions become listeners. */
export function set(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') target.addEventListener(name, value);
    else target.setAttribute(name, String(value));
  }
}

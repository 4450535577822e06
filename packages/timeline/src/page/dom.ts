type Attribute = string | number | boolean | ((event: Event) => void);
type Attributes = Readonly<Record<string, Attribute>>;
type Part = Node | string | Attributes;

/** Makes an element of attributes and children. Texts become text nodes: nothing here parses HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  ...parts: readonly Part[]
): HTMLElementTagNameMap[Name] {
  return made(document.createElement(name), parts);
}

/** The same for SVG. */
export function drawing(name: string, ...parts: readonly Part[]): SVGElement {
  return made(document.createElementNS('http://www.w3.org/2000/svg', name), parts);
}

function made<Made extends HTMLElement | SVGElement>(target: Made, parts: readonly Part[]): Made {
  for (const part of parts) {
    if (typeof part === 'string' || part instanceof Node) target.append(part);
    else set(target, part);
  }
  return target;
}

/** Sets attributes. Functions become listeners, and what begins with dashes a property of the style. */
export function set(target: HTMLElement | SVGElement, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') target.addEventListener(name, value);
    else if (name.startsWith('--')) target.style.setProperty(name, String(value));
    else target.setAttribute(name, String(value));
  }
}

/** A share of the whole, for a style. */
export function percent(share: number): string {
  return `${share * 100}%`;
}

/** A node of a syntax tree (ESTree), with what is looked at here. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly name?: string;
  readonly kind?: string;
  readonly computed?: boolean;
  readonly shorthand?: boolean;
  readonly id?: Node;
  readonly init?: Node;
  readonly body?: Node;
  readonly key?: Node;
  readonly local?: Node;
  readonly param?: Node;
  readonly left?: Node;
  readonly value?: Node;
  readonly argument?: Node;
  readonly callee?: Node;
  readonly object?: Node;
  readonly params?: readonly Node[];
  readonly elements?: readonly (Node | null)[];
  readonly properties?: readonly Node[];
  readonly specifiers?: readonly Node[];
  readonly declarations?: readonly Node[];
}

/** A name that stands for a value. */
export interface Mention {
  readonly name: string;
  readonly end: number;
  /** The property whose value it is. */
  readonly property?: Node | undefined;
  readonly isInFunction: boolean;
}

export function childrenOf(node: Node): readonly Node[] {
  return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** All names that stand for values, without those of members and those that are just being declared. */
export function mentionsIn(node: Node, isInFunction = /Function/.test(node.type)): Mention[] {
  const property = node.type === 'Property' && node.computed !== true ? node : undefined;
  return Object.entries(node)
    .filter(([member]) => !isLabel(node, member))
    .flatMap(([, value]) => [value].flat().filter(isNode))
    .flatMap((child) =>
      child.type === 'Identifier'
        ? [{ name: String(child.name), end: child.end, property, isInFunction }]
        : mentionsIn(child, isInFunction || /Function/.test(child.type)),
    );
}

function isLabel({ type, computed }: Node, member: string): boolean {
  if (type === 'VariableDeclarator') return member === 'id';
  return computed !== true && (member === 'property' || member === 'key');
}

/** All names that are declared anywhere, once for each declaration. */
export function namesDeclaredIn(node: Node): string[] {
  return [...declaredBy(node), ...childrenOf(node).flatMap(namesDeclaredIn)];
}

function declaredBy({ type, id, local, param, params = [] }: Node): string[] {
  const imported = type.startsWith('Import') ? local : undefined;
  return [id, imported, param, ...params].flatMap((pattern) => (pattern === undefined ? [] : namesIn(pattern)));
}

/** The names in a pattern. */
function namesIn(pattern: Node | null): string[] {
  if (pattern === null) return [];
  const { type, name, left, value, argument, elements = [], properties = [] } = pattern;
  if (type === 'Identifier') return [String(name)];
  const inner = [left, value, argument, ...elements, ...properties];
  return inner.flatMap((one) => (one === undefined ? [] : namesIn(one)));
}

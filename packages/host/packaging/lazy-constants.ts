import type { TsdownPlugin } from 'tsdown';
import { childrenOf, mentionsIn, namesDeclaredIn, type Mention, type Node } from './syntax-tree.ts';

/** A stretch of the code, and what it becomes. */
type Edit = readonly [start: number, end: number, text: string];
type Constants = ReadonlyMap<string, Node>;

/** Where the functions are with which zod makes schemas. */
const FACTORIES = /[\\/]zod[\\/]v4[\\/]classic[\\/]/;

const REMEMBER = 'rememberConstant';
const REMEMBERING = `const ${REMEMBER} = (make) => { let made; return () => (made ??= make()); };\n`;

/**
 * Makes schemas, and patterns that are put together, when they are first used. The constants of a program and of its
 * libraries hold thousands, and a start uses few: `const Name = z.string().min(1)` becomes a function, and whatever
 * mentions `Name` calls it; `{ name: Name }` gets a getter. What another chunk imports is made at once, as before.
 */
export function lazyConstants(): TsdownPlugin {
  return {
    name: 'lazy-constants',
    renderChunk(code, { modules }) {
      const parse = (text: string): Node => this.parse(text) as unknown as Node;
      const factories = Object.entries(modules)
        .filter(([id]) => FACTORIES.test(id))
        .flatMap(([, { code: module }]) => childrenOf(parse(module ?? '')).flatMap(functions))
        .map(([name]) => name);
      if (factories.length === 0) return undefined;
      const program = parse(code);
      const later = constantsOf(program, new Set(factories));
      const calls = mentionsIn(program)
        .filter(({ name }) => later.has(name))
        .map((mention) => callOf(mention, later));
      const made = [...later.values()].flatMap(({ start, end }): Edit[] => [
        [start, start, `${REMEMBER}(() => (`],
        [end, end, '))'],
      ]);
      return REMEMBERING + edited(code, [...calls, ...made]);
    },
  };
}

/** What initializes the constants that can be made later, by their names. */
function constantsOf(program: Node, factories: Set<string>): Constants {
  const declared = namesDeclaredIn(program);
  if (declared.includes(REMEMBER)) throw new Error(`Something else is called ${REMEMBER}`);
  const statements = childrenOf(program);
  // A function may call something of its own the same.
  const ambiguous = repeated(declared);
  const exported = new Set(statements.flatMap(exportedNames));
  const later = new Map<string, Node>();
  for (const [name, returned] of statements.flatMap(functions)) {
    const isFactory = (one: string): boolean => factories.has(one) && !ambiguous.has(one);
    if (returned !== undefined && isSchema(returned, isFactory, later)) factories.add(name);
  }
  for (const [name, init] of statements.flatMap(constants)) {
    const isClear = !ambiguous.has(name) && !exported.has(name);
    if (isClear && (isSchema(init, (one) => factories.has(one), later) || isBuiltIn(init, later)))
      later.set(name, init);
  }
  return later;
}

function repeated(names: readonly string[]): ReadonlySet<string> {
  const once = new Set<string>();
  return new Set(names.filter((name) => once.size === once.add(name).size));
}

/** Whether an expression is a schema, a part of one, or an object of them. */
function isSchema(node: Node, isFactory: (name: string) => boolean, known: Constants): boolean {
  const is = (one: Node | undefined): boolean => one !== undefined && isSchema(one, isFactory, known);
  const { name, callee, object, properties = [] } = node;
  switch (node.type) {
    case 'Identifier':
      return known.has(String(name));
    case 'MemberExpression':
      return is(object);
    case 'CallExpression':
      return callee?.type === 'Identifier' ? isFactory(String(callee.name)) : is(callee);
    case 'ObjectExpression':
      return properties.length > 0 && properties.every(({ value, argument }) => is(value ?? argument));
    default:
      return false;
  }
}

/** Whether an expression is a pattern that is put together, or a set of what a schema says. */
function isBuiltIn(node: Node, known: Constants): boolean {
  if (node.type !== 'NewExpression') return false;
  const { name } = node.callee ?? {};
  return name === 'RegExp' || (name === 'Set' && mentionsIn(node).some((mention) => known.has(mention.name)));
}

/** The functions at the top, with what they return if they do nothing else. */
function functions({ type, id, body }: Node): (readonly [name: string, returned: Node | undefined])[] {
  if (type !== 'FunctionDeclaration') return [];
  const [first] = body === undefined ? [] : childrenOf(body);
  return [[String(id?.name), first?.type === 'ReturnStatement' ? first.argument : undefined]];
}

function constants({ type, kind, declarations = [] }: Node): (readonly [name: string, init: Node])[] {
  if (type !== 'VariableDeclaration' || kind !== 'const') return [];
  return declarations.flatMap(({ id, init }) =>
    id?.type === 'Identifier' && init !== undefined && declarations.length === 1 ? [[String(id.name), init]] : [],
  );
}

function exportedNames({ specifiers = [] }: Node): string[] {
  return specifiers.map(({ local }) => String(local?.name));
}

/** The call in place of a name. An object at the top must not make it either, so a property there becomes a getter. */
function callOf({ name, end, property, isInFunction }: Mention, later: Constants): Edit {
  const call = `${name}()`;
  const isLater = isInFunction || [...later.values()].some((init) => init.start <= end && end <= init.end);
  if (!isLater && property?.key?.type === 'Identifier')
    return [property.start, property.end, `get ${String(property.key.name)}() { return ${call}; }`];
  return [end, end, property?.shorthand === true ? `: ${call}` : '()'];
}

function edited(code: string, edits: readonly Edit[]): string {
  let [text, done] = ['', 0];
  for (const [start, end, inserted] of edits.toSorted(([a], [b]) => a - b)) {
    text += code.slice(done, start) + inserted;
    done = end;
  }
  return text + code.slice(done);
}

import type { Json } from './rpc.ts';

/** Takes over the colours and fonts of a client. Everything has a fallback. */
export function takeTheme({ theme, styles }: Json): void {
  const { style } = document.documentElement;
  // What is no colour scheme is ignored.
  if (typeof theme === 'string') style.colorScheme = theme;
  const { variables = {} } = (styles ?? {}) as { readonly variables?: Json };
  for (const [name, value] of Object.entries(variables)) if (typeof value === 'string') style.setProperty(name, value);
}

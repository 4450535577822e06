import type { Json } from './rpc.ts';

/** Takes over the colours and fonts of a client. Everything has a fallback. */
export function takeTheme({ theme, styles }: Json): void {
  const { style } = document.documentElement;
  if (theme === 'light' || theme === 'dark') style.colorScheme = theme;
  const { variables = {} } = (styles ?? {}) as { readonly variables?: Json };
  for (const [name, value] of Object.entries(variables)) if (typeof value === 'string') style.setProperty(name, value);
}

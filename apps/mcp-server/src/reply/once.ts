import type { Service } from '../service.ts';

const SAID = new WeakMap<Service, Set<string>>();

/**
 * What this server has not said before. A warning that concerns every answer about a product costs a tenth of all that
 * a model reads; list_audit_sources and doctor repeat it.
 */
export function onlyOnce(service: Service, texts: readonly string[]): readonly string[] {
  const said = SAID.get(service) ?? new Set();
  SAID.set(service, said);
  const fresh = texts.filter((text) => !said.has(text));
  for (const text of fresh) said.add(text);
  return fresh;
}

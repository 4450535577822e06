import { RULES } from '@trailhound/core/findings';
import { table } from './table.ts';

/** The rules that come with Trailhound; those that only others are made of are left out. */
export function rules(): string {
  const told = RULES.filter(({ level }) => level !== 'informational');
  const names = [...new Set(told.map(({ name = '' }) => name))];
  const rows = names.map((name) => {
    const same = told.filter((rule) => rule.name === name);
    const products = same.flatMap((rule) => ('logsource' in rule ? ((rule as Sourced).logsource?.product ?? []) : []));
    const [{ title, level = '', tags = [], falsepositives = [], trailhound } = { title: name }] = same;
    const attack = tags.map((tag) => tag.replace('attack.', '').toUpperCase()).join(', ');
    const where = products.length === 0 ? '' : ` (${products.join(', ')})`;
    return [`\`${name}\`${where}`, level, title, attack, falsepositives.join(' '), trailhound?.next ?? ''];
  });
  return table(['Rule', 'Level', 'What happened', 'ATT&CK 19', 'Usually harmless', 'What to do'], rows);
}

interface Sourced {
  readonly logsource?: { readonly product?: string | undefined };
}

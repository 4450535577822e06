import type { CompletedCommand, CompletedOption, Vocabulary } from './vocabulary.ts';

/** Completions for fish. */
export function fish(words: Vocabulary): string {
  return [
    '# Completion of trailhound for fish.',
    'complete -c trailhound -f',
    ...words.map((command) => commandLine(command, words)),
    ...words.flatMap((command) => command.options.map((option) => optionLine(command, option))),
    "complete -c trailhound -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'",
  ].join('\n');
}

function commandLine({ name, summary }: CompletedCommand, words: Vocabulary): string {
  const [first = '', second] = name.split(' ');
  if (second !== undefined)
    return `complete -c trailhound -n ${quoted(conditionOf(first))} -a ${second} -d ${quoted(summary)}`;
  const others = [...new Set(words.map((word) => word.name.split(' ')[0]))].join(' ');
  return `complete -c trailhound -n ${quoted(`not __fish_seen_subcommand_from ${others}`)} -a ${first} -d ${quoted(summary)}`;
}

function optionLine({ name }: CompletedCommand, { name: option, description, value }: CompletedOption): string {
  const argument =
    value === 'none' ? '' : value === 'file' ? ' -r -F' : value === 'any' ? ' -x' : ` -x -a ${quoted(value.join(' '))}`;
  return `complete -c trailhound -n ${quoted(conditionOf(name))} -l ${option}${argument} -d ${quoted(description)}`;
}

function conditionOf(name: string): string {
  return name
    .split(' ')
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join('; and ');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}

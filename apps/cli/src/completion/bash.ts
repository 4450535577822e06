import type { CompletedCommand, CompletedOption, Vocabulary } from './vocabulary.ts';

/** A completion script for bash 3.2 and later, so without associative arrays. */
export function bash(words: Vocabulary): string {
  return `# Completion of trailhound for bash.
_trailhound() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" word
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in
      -*) ;;
      *) command="\${command:+$command }$word"
         case "$command" in ${groupsOf(words).join('|') || "''"}) ;; *) break ;; esac ;;
    esac
  done
  case "$command" in
    '') COMPREPLY=($(compgen -W "${firstWords(words).join(' ')} --help --version" -- "$current")); return ;;
${groupsOf(words)
  .map(
    (group) =>
      `    ${group}) COMPREPLY=($(compgen -W "${secondWords(words, group).join(' ')}" -- "$current")); return ;;`,
  )
  .join('\n')}
  esac
  case "$command $previous" in
${words.flatMap((command) => valueCases(command)).join('\n')}
  esac
  case "$command" in
${words.map((command) => optionCase(command)).join('\n')}
  esac
}
complete -F _trailhound trailhound`;
}

/** The first words of commands that have two. */
function groupsOf(words: Vocabulary): string[] {
  return [...new Set(words.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : [])))];
}

function firstWords(words: Vocabulary): string[] {
  return [...new Set(words.map(({ name }) => name.split(' ')[0] ?? ''))];
}

function secondWords(words: Vocabulary, group: string): string[] {
  return words.flatMap(({ name }) => (name.startsWith(`${group} `) ? [name.slice(group.length + 1)] : []));
}

function valueCases({ name, options }: CompletedCommand): string[] {
  return options.flatMap(({ name: option, value }) => {
    const action = actionOf(value);
    return action === undefined ? [] : [`    '${name} --${option}') ${action} return ;;`];
  });
}

function actionOf(value: CompletedOption['value']): string | undefined {
  if (value === 'none') return undefined;
  if (value === 'any') return '';
  if (value === 'file') return 'COMPREPLY=($(compgen -f -- "$current"));';
  return `COMPREPLY=($(compgen -W "${value.join(' ')}" -- "$current"));`;
}

function optionCase({ name, options }: CompletedCommand): string {
  const flags = options.map((option) => `--${option.name}`).join(' ');
  const words = name === 'completion' ? `bash zsh fish ${flags}` : flags;
  return `    '${name}') COMPREPLY=($(compgen -W "${words}" -- "$current")) ;;`;
}

import type { CompletedCommand, CompletedOption, Vocabulary } from './vocabulary.ts';

/** A completion function for zsh, to be saved as _trailhound in a folder of fpath. */
export function zsh(words: Vocabulary): string {
  return `#compdef trailhound
# Completion of trailhound for zsh.
_trailhound() {
  local -a commands
  commands=(
${words.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n')}
  )
  local command="\${words[2]}"
  [[ -n "\${commands[(r)$command \${words[3]}:*]}" ]] && command="$command \${words[3]}"
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case "$command" in
${words.map((command) => commandCase(command)).join('\n')}
  esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _trailhound "$@"; else compdef _trailhound trailhound; fi`;
}

function commandCase({ name, options }: CompletedCommand): string {
  const specs = options.map((option) => quoted(specOf(option)));
  const operand = name === 'completion' ? " '1:shell:(bash zsh fish)'" : '';
  return `    ${quoted(name)}) shift ${name.split(' ').length} words; (( CURRENT -= ${name.split(' ').length} )); _arguments ${specs.join(' ')}${operand} ;;`;
}

function specOf({ name, description, value }: CompletedOption): string {
  const head = `--${name}[${description}]`;
  if (value === 'none') return head;
  if (value === 'any') return `${head}:value:`;
  return value === 'file' ? `${head}:file:_files` : `${head}:value:(${value.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

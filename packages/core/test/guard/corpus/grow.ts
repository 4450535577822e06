/**
 * A text that a regular expression takes, each character of a class as likely as any other. Of the language of regular
 * expressions only what such rules need: characters, classes, groups with alternatives, and counts.
 */
export function grow({ source }: RegExp, random: () => number): string {
  return new Reader(source, random).alternatives();
}

const CLASS = /\[([^\]]+)\]/y;
const COUNT = /\{(\d+)(?:,(\d+))?\}|\?/y;

class Reader {
  #at = 0;
  readonly #source: string;
  readonly #random: () => number;

  constructor(source: string, random: () => number) {
    this.#source = source;
    this.#random = random;
  }

  /** Up to the end of the group, or of all. */
  alternatives(): string {
    const grown = [this.#sequence()];
    while (this.#source[this.#at] === '|') {
      this.#at += 1;
      grown.push(this.#sequence());
    }
    return pick(grown, this.#random);
  }

  #sequence(): string {
    let text = '';
    while (this.#at < this.#source.length && !'|)'.includes(this.#source.charAt(this.#at))) text += this.#counted();
    return text;
  }

  #counted(): string {
    const start = this.#at;
    const once = this.#one();
    const count = this.#match(COUNT);
    if (count === undefined) return once;
    const [all, least = '0', most = all === '?' ? '1' : least] = count;
    const times = Number(least) + Math.floor(this.#random() * (Number(most) - Number(least) + 1));
    const end = this.#at;
    let text = '';
    for (let time = 0; time < times; time += 1) {
      this.#at = start;
      text += this.#one();
    }
    this.#at = end;
    return text;
  }

  #one(): string {
    const [, characters] = this.#match(CLASS) ?? [];
    if (characters !== undefined) return pick(membersOf(characters), this.#random);
    const next = this.#source.charAt(this.#at);
    this.#at += 1;
    if (next === '\\') {
      this.#at += 1;
      return this.#source.charAt(this.#at - 1);
    }
    if (next !== '(') return next;
    const inner = this.alternatives();
    this.#at += 1;
    return inner;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }
}

/** `a-z0-9_` as its characters. */
function membersOf(characters: string): string[] {
  return Array.from(characters.matchAll(/(.)-(.)|(.)/g)).flatMap(([, first = '', last = '', single]) => {
    if (single !== undefined) return [single];
    const [from, to] = [first.charCodeAt(0), last.charCodeAt(0)];
    return Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index));
  });
}

function pick<T>(choices: readonly T[], random: () => number): T {
  const chosen = choices[Math.floor(random() * choices.length)];
  if (chosen === undefined) throw new Error('Nothing to choose from');
  return chosen;
}

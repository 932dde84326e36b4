import { type Token, tokensOf } from './source-tokens.ts';

/** A value as the source writes it. */
export type SourceValue =
  | { readonly is: 'object'; readonly start: number; readonly entries: readonly SourceEntry[] }
  | { readonly is: 'list'; readonly start: number; readonly items: readonly SourceValue[] }
  /** `...value` in a list. */
  | { readonly is: 'spread'; readonly start: number }
  /** The name of a constant. */
  | { readonly is: 'name'; readonly start: number; readonly name: string }
  /** A text, a number, or anything that must be computed. */
  | { readonly is: 'other'; readonly start: number };

/** A key with its value, or `...value`. A key that must be computed is null. */
export interface SourceEntry {
  readonly start: number;
  readonly key: string | null;
  readonly isSpread: boolean;
  readonly value: SourceValue;
}

export interface SourceModule {
  readonly exported: SourceValue | undefined;
  /** Constants of the module by their names. */
  readonly constants: ReadonlyMap<string, SourceValue>;
}

/** The default export and the constants of a module. @param source JavaScript that a compiler has accepted. */
export function readModule(source: string): SourceModule {
  const reader = new Reader(tokensOf(source));
  return reader.module();
}

const opening = ['(', '[', '{'];
const closing = [')', ']', '}'];

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  module(): SourceModule {
    const constants = new Map<string, SourceValue>();
    let exported: SourceValue | undefined;
    for (let depth = 0; this.#at < this.#tokens.length; ) {
      const [first, second, third] = [this.#text(), this.#text(1), this.#text(2)];
      if (depth === 0 && first === 'export' && second === 'default') {
        this.#at += 2;
        exported = this.#value();
      } else if (depth === 0 && first === 'const' && third === '=') {
        this.#at += 3;
        constants.set(second, this.#value());
      } else {
        depth += opening.includes(this.#sign()) ? 1 : closing.includes(this.#sign()) ? -1 : 0;
        this.#at += 1;
      }
    }
    return { exported, constants };
  }

  /** Reads a value up to the comma, bracket or semicolon behind it. */
  #value(): SourceValue {
    const start = this.#tokens[this.#at]?.start ?? 0;
    const value = this.#plainValue(start);
    const isWhole = this.#isEnd();
    this.#skipRest();
    return value !== undefined && isWhole ? value : { is: 'other', start };
  }

  #plainValue(start: number): SourceValue | undefined {
    if (this.#sign() === '{') {
      return { is: 'object', start, entries: this.#between('}', () => this.#entry()) };
    }
    if (this.#sign() === '[') {
      return { is: 'list', start, items: this.#between(']', () => this.#item()) };
    }
    if (this.#sign() === '(' || (this.#text() === 'defineScenario' && this.#text(1) === '(')) {
      this.#at += this.#sign() === '(' ? 0 : 1;
      const [only, ...more] = this.#between(')', () => this.#value());
      return more.length === 0 ? only : undefined;
    }
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word' || /^\d/.test(token.text)) {
      return undefined;
    }
    this.#at += 1;
    return { is: 'name', start, name: token.text };
  }

  #item(): SourceValue {
    const start = this.#tokens[this.#at]?.start ?? 0;
    const isSpread = this.#sign() === '...';
    const value = this.#value();
    return isSpread ? { is: 'spread', start } : value;
  }

  #between<T>(close: string, read: () => T): T[] {
    this.#at += 1;
    const found: T[] = [];
    while (this.#at < this.#tokens.length && this.#sign() !== close) {
      const before = this.#at;
      found.push(read());
      // What is not understood is passed over.
      this.#at += this.#sign() === ',' || this.#at === before ? 1 : 0;
    }
    this.#at += 1;
    return found;
  }

  #entry(): SourceEntry {
    const token = this.#tokens[this.#at];
    const start = token?.start ?? 0;
    if (this.#sign() === '...') {
      this.#at += 1;
      return { start, key: null, isSpread: true, value: this.#value() };
    }
    const isKey = token !== undefined && token.kind !== 'sign';
    if (isKey && this.#signAt(1) === ':') {
      this.#at += 2;
      return { start, key: keyOf(token), isSpread: false, value: this.#value() };
    }
    if (isKey && (this.#signAt(1) === ',' || this.#signAt(1) === '}')) {
      this.#at += 1;
      return { start, key: keyOf(token), isSpread: false, value: { is: 'name', start, name: token.text } };
    }
    const isMethod = isKey && this.#signAt(1) === '(';
    this.#skipRest();
    return { start, key: isMethod ? keyOf(token) : null, isSpread: false, value: { is: 'other', start } };
  }

  #skipRest(): void {
    for (let depth = 0; this.#at < this.#tokens.length && (depth > 0 || !this.#isEnd()); this.#at++) {
      depth += opening.includes(this.#sign()) ? 1 : closing.includes(this.#sign()) ? -1 : 0;
    }
  }

  /** Whether the value before is over. A line may end without a semicolon, but then a word begins the next statement. */
  #isEnd(): boolean {
    return this.#at >= this.#tokens.length || [',', ';', ...closing].includes(this.#sign()) || this.#beginsStatement();
  }

  #beginsStatement(): boolean {
    return this.#tokens[this.#at]?.kind === 'word' && ['export', 'const', 'import', 'let', 'function'].includes(this.#text());
  }

  #text(ahead = 0): string {
    return this.#tokens[this.#at + ahead]?.text ?? '';
  }

  #sign(): string {
    return this.#signAt(0);
  }

  #signAt(ahead: number): string {
    const token = this.#tokens[this.#at + ahead];
    return token?.kind === 'sign' ? token.text : '';
  }
}

/** A key in quotes may be written with escapes, which no key of a scenario needs; such a key is not recognised. */
function keyOf({ text }: Token): string | null {
  return text.includes('\\') ? null : text;
}

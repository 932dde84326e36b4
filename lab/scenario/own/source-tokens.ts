/** A piece of JavaScript between blanks and comments. */
export interface Token {
  readonly kind: 'word' | 'text' | 'sign';
  /** As written; of a text in quotes what stands between them. */
  readonly text: string;
  /** The offset in the source. */
  readonly start: number;
}

const blank = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const word = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*|\.?\d[\w.]*/uy;
const quoted = /'((?:[^'\\\n]|\\[\s\S])*)'|"((?:[^"\\\n]|\\[\s\S])*)"/y;
const regularExpression = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;
const sign = /=>|\.\.\.|[\s\S]/y;
/** After one of these a slash divides. */
const endsValue = /^[)\]}]$/;

/** The tokens of JavaScript that a compiler has accepted. A template with what is in it is one text; so is a regular expression. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < source.length; ) {
    const skipped = match(blank, source, at);
    if (skipped !== null) {
      at += skipped[0].length;
      continue;
    }
    const [token, length] = tokenAt(source, at, tokens.at(-1));
    tokens.push(token);
    at += length;
  }
  return tokens;
}

function tokenAt(source: string, start: number, before: Token | undefined): readonly [Token, number] {
  const inQuotes = match(quoted, source, start);
  if (inQuotes !== null) {
    return [{ kind: 'text', text: inQuotes[1] ?? inQuotes[2] ?? '', start }, inQuotes[0].length];
  }
  if (source[start] === '`') {
    const text = source.slice(start, templateEnd(source, start));
    return [{ kind: 'text', text, start }, text.length];
  }
  const name = match(word, source, start);
  if (name !== null) {
    return [{ kind: 'word', text: name[0], start }, name[0].length];
  }
  const divides = before !== undefined && (before.kind !== 'sign' || endsValue.test(before.text));
  const expression = divides ? null : match(regularExpression, source, start);
  if (expression !== null) {
    return [{ kind: 'text', text: expression[0], start }, expression[0].length];
  }
  const [text = ''] = match(sign, source, start) ?? [];
  return [{ kind: 'sign', text, start }, Math.max(1, text.length)];
}

/** The offset after a template, whose `${…}` may have templates in it. */
function templateEnd(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length && source[at] !== '`') {
    at = source[at] === '\\' ? at + 2 : source.startsWith('${', at) ? substitutionEnd(source, at + 2) : at + 1;
  }
  return at + 1;
}

function substitutionEnd(source: string, start: number): number {
  let at = start;
  for (let depth = 1; at < source.length && depth > 0; ) {
    const inQuotes = match(quoted, source, at);
    if (inQuotes !== null) {
      at += inQuotes[0].length;
    } else if (source[at] === '`') {
      at = templateEnd(source, at);
    } else {
      depth += source[at] === '{' ? 1 : source[at] === '}' ? -1 : 0;
      at += 1;
    }
  }
  return at;
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

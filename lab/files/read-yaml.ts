import { type Document, isNode, isScalar, LineCounter, type ParsedNode, parseDocument, visit } from 'yaml';

export interface GivenYaml {
  /** As plain data; a file of comments only is `{}`. */
  readonly value: unknown;
  readonly document: Document.Parsed<ParsedNode>;
  /** The line of an offset in the text, from 1. */
  lineAt(offset: number): number;
}

/** Why a text is no YAML. */
export interface YamlProblem {
  readonly line: number;
  readonly message: string;
}

/** A file that is no YAML may have an error in each of its characters: the first ones are told. */
const mostProblems = 10;
const longestKey = 100;
/** An alias to an alias to an alias may mean more than memory holds. */
const maxAliasCount = 20;

/** Reads YAML that somebody gave. */
export function readYaml(text: string): GivenYaml | { readonly problems: readonly YamlProblem[] } {
  const lineCounter = new LineCounter();
  const lineAt = (offset: number): number => lineCounter.linePos(offset).line;
  try {
    // The parser's own check compares each key of a map with each other.
    const document = parseDocument(text, { lineCounter, uniqueKeys: false, prettyErrors: false, strict: true });
    const again = document.errors.length === 0 ? keysAgain(document) : [];
    if (again.length > 0) {
      return {
        problems: again.slice(0, mostProblems).map(({ key, offset }) => ({ line: lineAt(offset), message: `the key "${key}" again` })),
      };
    }
    if (document.errors.length > 0) {
      return {
        problems: document.errors.slice(0, mostProblems).map(({ message, pos }) => ({ line: lineAt(pos[0]), message: inShort(message) })),
      };
    }
    return { value: document.toJS({ maxAliasCount }) ?? {}, document, lineAt };
  } catch (error) {
    return { problems: [{ line: 1, message: inShort(error instanceof Error ? error.message : String(error)) }] };
  }
}

/** Keys that a map has twice. */
function keysAgain(document: Document.Parsed<ParsedNode>): { readonly key: string; readonly offset: number }[] {
  const again: { key: string; offset: number }[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        const value = isScalar(key) ? key.value : key;
        if (seen.has(value)) {
          again.push({ key: String(value).slice(0, longestKey), offset: isNode(key) ? (key.range?.[0] ?? 0) : 0 });
        }
        seen.add(value);
      }
    },
  });
  return again;
}

function inShort(message: string): string {
  // In the words of the JavaScript engine, which say nothing of the text.
  return /call stack/.test(message) ? 'more levels inside each other than can be read' : (message.split('\n')[0] ?? '');
}

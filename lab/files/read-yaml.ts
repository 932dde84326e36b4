import { type Document, isNode, isScalar, LineCounter, type ParsedNode, parseDocument, visit } from 'yaml';

interface GivenYaml {
  /** Plain data; `{}` for a file of comments only. */
  readonly value: unknown;
  readonly document: Document.Parsed<ParsedNode>;
  /** The line of an offset in the text, from 1. */
  lineAt(offset: number): number;
}

/** Why a text is not valid YAML. */
interface YamlProblem {
  readonly line: number;
  readonly message: string;
}

/** Only the first problems are reported: a file that is not YAML may have an error in each of its characters. */
const mostProblems = 10;
const longestKey = 100;
/** Aliases of aliases may expand to more than memory holds. */
const maxAliasCount = 20;

/** Parses YAML from outside. */
export function readYaml(text: string): GivenYaml | { readonly problems: readonly YamlProblem[] } {
  const lineCounter = new LineCounter();
  const lineAt = (offset: number): number => lineCounter.linePos(offset).line;
  try {
    // The parser's own check of unique keys is quadratic.
    const document = parseDocument(text, { lineCounter, uniqueKeys: false, prettyErrors: false, strict: true });
    const duplicates = document.errors.length === 0 ? duplicateKeys(document) : [];
    if (duplicates.length > 0) {
      return {
        problems: duplicates.slice(0, mostProblems).map(({ key, offset }) => ({ line: lineAt(offset), message: `duplicate key "${key}"` })),
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

/** Keys that occur in a map more than once. */
function duplicateKeys(document: Document.Parsed<ParsedNode>): { readonly key: string; readonly offset: number }[] {
  const duplicates: { key: string; offset: number }[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        const value = isScalar(key) ? key.value : key;
        if (seen.has(value)) {
          duplicates.push({ key: String(value).slice(0, longestKey), offset: isNode(key) ? (key.range?.[0] ?? 0) : 0 });
        }
        seen.add(value);
      }
    },
  });
  return duplicates;
}

function inShort(message: string): string {
  // The JavaScript engine's own words do not say what is wrong with the text.
  return /call stack/.test(message) ? 'too many nested levels' : (message.split('\n')[0] ?? '');
}

import { transform } from 'esbuild';

/** Where a text is not TypeScript, and why. Lines and columns from 1. */
export interface SyntaxProblem {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** Everything that is wrong with the syntax of a TypeScript module, in the words of esbuild; empty if nothing is. */
export async function syntaxProblems(source: string): Promise<SyntaxProblem[]> {
  try {
    await transform(source, { loader: 'ts', logLevel: 'silent' });
    return [];
  } catch (error) {
    const errors = (error as { errors?: readonly { text: string; location: { line: number; column: number } | null }[] }).errors;
    if (errors === undefined) {
      throw error;
    }
    return errors.map(({ text, location }) => ({ text, line: location?.line ?? 1, column: (location?.column ?? 0) + 1 }));
  }
}

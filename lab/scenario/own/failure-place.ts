import { fileURLToPath } from 'node:url';

/**
 * Where a module failed, as `FILE:LINE:COLUMN`: where a compiler's mark points, or the innermost line of the stack in `path` itself, else in any
 * file outside of Node. Undefined if the stack does not say.
 */
export function failurePlace(stack: string, path: string): string | undefined {
  const marked = /^(file:\/\/\S+|\/[^\n]*):(\d+)\n[^\n]*\n( *)\^/.exec(stack);
  if (marked !== null) {
    const [, file = '', line = '', before = ''] = marked;
    return `${asPath(file)}:${line}:${before.length + 1}`;
  }
  const frames = [...stack.matchAll(/\(?(file:\/\/[^\s)]+):(\d+):(\d+)\)?$/gm)].map(([, file = '', line = '', column = '']) => ({
    file: asPath(file),
    place: `${asPath(file)}:${line}:${column}`,
  }));
  return (frames.find(({ file }) => file === path) ?? frames.find(({ file }) => !file.endsWith('/import-thread.ts')))?.place;
}

function asPath(file: string): string {
  return file.startsWith('file://') ? fileURLToPath(file) : file;
}

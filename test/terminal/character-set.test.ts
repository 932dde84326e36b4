import { describe, expect, test } from 'vitest';
import { onlyAscii, type TextStream, writeAscii } from '../../lab/terminal/character-set.ts';
import { widthOf } from '../../lab/terminal/width.ts';
import { unlimited } from '../../lab/text/fit-lines.ts';

describe('ASCII is written', () => {
  test.each([
    [{ LANG: 'C' }],
    [{ LANG: 'POSIX' }],
    [{ LC_ALL: 'POSIX', LC_CTYPE: 'en_US.UTF-8', LANG: 'en_US.UTF-8' }],
    [{ LC_ALL: '', LC_CTYPE: 'C', LANG: 'en_US.UTF-8' }],
    [{ LANG: 'de_DE.ISO-8859-15' }],
    [{ LANG: 'de_DE@euro' }],
  ])('in the locale of %j', (environment) => {
    expect(onlyAscii(environment)).toBe(true);
  });

  test.each([
    [{}],
    [{ LC_ALL: '', LC_CTYPE: '', LANG: '' }],
    [{ LANG: 'C.UTF-8' }],
    [{ LANG: 'en_US.utf8' }],
    [{ LC_CTYPE: 'UTF-8', LANG: 'C' }],
    [{ LC_ALL: 'C.UTF-8', LANG: 'C' }],
    [{ LC_MESSAGES: 'C', LANG: 'C.UTF-8' }],
  ])('but not in that of %j', (environment) => {
    expect(onlyAscii(environment)).toBe(false);
  });

  test('for every text of a stream, and bytes stay as they are', () => {
    const written: unknown[] = [];
    const stream: TextStream = { write: (...args: readonly unknown[]) => written.push(args) > 0 };
    writeAscii(stream);
    const bytes = new Uint8Array([0xe2]);
    const done = (): void => undefined;
    stream.write('✔ ok\n', done);
    stream.write(bytes);
    expect(written).toEqual([['+ ok\n', done], [bytes]]);
  });
});

describe('the width of a stream', () => {
  test.each([
    [{ isTTY: true, columns: 60 }, 60],
    [{ isTTY: true, columns: 5 }, 20],
    [{ isTTY: true, columns: 0 }, unlimited],
    [{ isTTY: true }, unlimited],
    [{ isTTY: false, columns: 60 }, unlimited],
    [{}, unlimited],
  ])('of %j is %d', (stream, width) => {
    expect(widthOf(stream)).toBe(width);
  });
});

import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { describe, expect, test } from 'vitest';
import { type Line, readLines, readLog } from '../../lab/engine/containers/lines.ts';

async function linesOf(chunks: readonly (string | Buffer)[], maximumBytes: number): Promise<Line[]> {
  const stream = new PassThrough();
  const lines: Line[] = [];
  readLines(stream, maximumBytes, (line) => lines.push(line));
  for (const chunk of chunks) {
    stream.write(chunk);
  }
  stream.end();
  await finished(stream);
  return lines;
}

describe('lines of a stream', () => {
  test('arrive whole, wherever the stream is cut', async () => {
    const text = Buffer.from('first\n\nzwölf €\n');
    const bytewise = [...text].map((byte) => Buffer.from([byte]));
    const expected = ['first', '', 'zwölf €'].map((line) => ({ text: line, problem: null }));
    expect(await linesOf([text], 100)).toEqual(expected);
    expect(await linesOf(bytewise, 100)).toEqual(expected);
  });

  test('report a line that is too long once, by its beginning, and the next line whole again', async () => {
    const lines = await linesOf(['x'.repeat(6), 'x'.repeat(100), 'x\nnext\n', '12345678\n'], 8);
    expect(lines).toEqual([
      { text: 'xxxxxxxx', problem: 'too long' },
      { text: 'next', problem: null },
      { text: '12345678', problem: null },
    ]);
  });

  test('report what is not UTF-8, and what breaks off', async () => {
    expect(await linesOf([Buffer.from([0xff, 0x0a]), 'half'], 8)).toEqual([
      { text: '\ufffd', problem: 'not UTF-8' },
      { text: 'half', problem: 'unfinished' },
    ]);
  });

  test('of a log may contain anything, and are cut when too long', async () => {
    const stream = new PassThrough();
    const lines: string[] = [];
    readLog(stream, (line) => lines.push(line));
    stream.end(Buffer.concat([Buffer.from(`${'y'.repeat(70_000)}\nend\r\n`), Buffer.from([0xff])]));
    await finished(stream);
    expect(lines).toEqual([`${'y'.repeat(65_536)} …`, 'end', '\ufffd']);
  });
});

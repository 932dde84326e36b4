import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { fitLines, flow, unlimited } from '../../lab/text/fit-lines.ts';

describe('lines that are too long', () => {
  test('break at spaces, and go on two columns further in', () => {
    expect(fitLines('  one two three four', 12)).toBe('  one two\n    three\n    four');
  });

  test('hang below the second column, if a gap makes one', () => {
    expect(fitLines('  --seed N   seed of arrivals and of the fault', 32)).toBe(
      ['  --seed N   seed of arrivals', '             and of the fault'].join('\n'),
    );
  });

  test('have the second column below the first, if that leaves more room', () => {
    expect(fitLines('  --fault ID[:KEY=VALUE]  another fault instead', 30)).toBe(
      ['  --fault ID[:KEY=VALUE]', '      another fault instead'].join('\n'),
    );
    expect(fitLines('  merge DIR and more DIR  joins them', 24)).toBe(['  merge DIR and more DIR', '      joins them'].join('\n'));
  });

  test('keep long words, such as paths, whole', () => {
    const path = '/a/very/long/path/that/does/not/fit';
    expect(fitLines(`record: ${path}`, 20)).toBe(`record:\n  ${path}`);
  });

  test('are measured without their colours', () => {
    const red = '\u001b[31mred\u001b[39m';
    expect(fitLines(`${red} ${red} ${red}`, 11)).toBe(`${red} ${red} ${red}`);
    expect(fitLines(`${red} ${red} ${red}`, 10)).toBe(`${red} ${red}\n  ${red}`);
  });

  test('are measured in columns: some characters take two', () => {
    expect(fitLines('数据库 数据库', 12)).toBe('数据库\n  数据库');
  });

  test('stay as they are without a limit, and so do lines that fit', () => {
    const text = `${'word '.repeat(100)}\n\n  short  line `;
    expect(fitLines(text, unlimited)).toBe(text);
    expect(fitLines('  short  line ', 14)).toBe('  short  line ');
  });

  test.each([20, 33, 40, 60, 80])('lose no word at %d columns, and none is longer', (width) => {
    const words = Array.from({ length: 200 }, (_, index) => 'x'.repeat(1 + ((index * 7) % 9)));
    const text = `  --option   ${words.join(' ')}`;
    const fitted = fitLines(text, width);
    expect(fitted.split(/\s+/)).toEqual(text.split(/\s+/));
    expect(Math.max(...fitted.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
  });
});

test('items flow into lines, with a dot between those of the same line', () => {
  expect(flow(['tries 3', 'ok 3', 'refused 0'], 21, 4)).toBe('    tries 3 · ok 3\n    refused 0');
});

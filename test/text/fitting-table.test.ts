import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { type FittingTable, fittingTable } from '../../lab/text/fitting-table.ts';

const table: FittingTable = {
  head: ['', 'expectation', 'measured', 'limit'],
  aligns: ['left', 'left', 'right', 'left'],
  rows: [
    ['✔', 'Clients get in', '100 %', 'at least 99 %'],
    ['✘', 'No client waits', '·', ''],
  ],
  titles: 2,
};

const long = 'A sentence that says at some length what is expected of the server while the nameserver is slow, and why that matters';

describe('a table for a terminal', () => {
  test('is a table where it fits, to the column', () => {
    const shown = [
      '   expectation      measured  limit',
      '✔  Clients get in      100 %  at least 99 %',
      '✘  No client waits         ·',
    ].join('\n');
    expect(fittingTable(table, 43)).toBe(shown);
    expect(fittingTable(table, Number.POSITIVE_INFINITY).replace(/ +$/gm, '')).toBe(shown);
  });

  test('stacks its rows where it does not: names with figures, a dot as zero, and nothing for empty cells', () => {
    expect(fittingTable(table, 42)).toBe(
      ['✔ Clients get in', '    measured 100 % · limit at least 99 %', '✘ No client waits', '    measured 0'].join('\n'),
    );
    expect(fittingTable(table, 20)).toBe(
      ['✔ Clients get in', '    measured 100 %', '    limit at least', '      99 %', '✘ No client waits', '    measured 0'].join('\n'),
    );
  });

  test('wraps one column from 120 columns on, and stacks below', () => {
    const sentences = { ...table, rows: [['✔', long, '100 %', 'at least 99 %']], wraps: 1 };
    expect(fittingTable(sentences, 120).split('\n')).toHaveLength(3);
    expect(fittingTable(sentences, 120)).toMatch(/^ {3}expectation +measured {2}limit$/m);
    expect(fittingTable(sentences, 119)).toMatch(/^ {4}measured 100 % · limit at least 99 %$/m);
    for (const width of [119, 120]) {
      expect(
        Math.max(
          ...fittingTable(sentences, width)
            .split('\n')
            .map((line) => stringWidth(line)),
        ),
      ).toBeLessThanOrEqual(width);
    }
  });

  test('paints the names of its columns in either form', () => {
    const painted = { ...table, paintHead: (name: string) => (name === '' ? '' : `<${name}>`) };
    expect(fittingTable(painted, 100)).toContain('<expectation>');
    expect(fittingTable(painted, 42)).toContain('    <measured> 100 %');
  });
});

import { describe, expect, test } from 'vitest';
import { cellName, columns, rows } from '../../lab/campaigns/matrix/grid/cells.ts';
import { faultSchema } from '../../lab/faults/index.ts';
import { faultName } from '../../lab/faults/notation/fault-name.ts';
import { folderName } from '../../lab/files/folder-name.ts';

const nameOf = (fault: object) => faultName(faultSchema.parse(fault));

describe('the folder of a fault', () => {
  test('has a readable name, the same in every version', () => {
    expect(['dead', 'port-closed', 'spoofed:forward=true', 'slow:delay=250'].map(folderName)).toEqual([
      'dead',
      'port-closed',
      'spoofed-forward-true',
      'slow-delay-250',
    ]);
    expect(new Set(columns.map(({ name }) => folderName(name))).size).toBe(columns.length);
  });

  test.each([
    [
      { id: 'dead', only: { names: ['.example.net'] } },
      { id: 'dead', only: { names: ['example.net'] } },
    ],
    [
      { id: 'dead', only: { names: ['a.b'] } },
      { id: 'dead', only: { names: ['a-b'] } },
    ],
    [
      { id: 'dead', only: { names: ['a', 'b'] } },
      { id: 'dead', only: { names: ['a.b'] } },
    ],
    [
      { id: 'dead', only: { clients: ['2001:db8::1'] } },
      { id: 'dead', only: { clients: ['2001:db8:0:0::1'] } },
    ],
    [
      { id: 'lossy', share: 0.5 },
      { id: 'lossy', share: 0.05 },
    ],
    [
      { id: 'spoofed', claims: 'a_b' },
      { id: 'spoofed', claims: 'a-b' },
    ],
    [
      { id: 'spoofed', claims: Array.from({ length: 60 }, (_, index) => `web-${index}.example.net`) },
      { id: 'spoofed', claims: Array.from({ length: 60 }, (_, index) => `web-${index}.example.${index === 59 ? 'com' : 'net'}`) },
    ],
  ])('differs for %j and %j, and is short enough for a file system', (one, other) => {
    const [first, second] = [folderName(nameOf(one)), folderName(nameOf(other))];
    expect(first).not.toBe(second);
    for (const name of [first, second]) {
      expect(name).toMatch(/^[a-z0-9_-]{1,100}$/);
    }
    // A run that came late is repeated in a folder of its own.
    expect(`${first}-again`).not.toBe(second);
  });

  test('is the same for the same fault, and a cell of the matrix has its own', () => {
    expect(folderName('dead:only.names=.example.net')).toBe(folderName('dead:only.names=.example.net'));
    const [row] = rows;
    const cells = ['dead:only.names=.example.net', 'dead:only.names=example.net'].map((name) => {
      const [column] = columns;
      return row === undefined || column === undefined ? '' : cellName({ row, column: { ...column, name } });
    });
    expect(new Set(cells).size).toBe(2);
    expect(cells[0]).toMatch(/^none--dead-only-names-example-net_/);
  });
});

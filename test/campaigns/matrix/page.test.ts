import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bundleMatrixStyle } from '../../../lab/bundling/matrix-page.ts';
import { type Answer, type Cell, type CellResult, holds, type Matrix, unknownResult } from '../../../lab/campaigns/matrix/grid/answers.ts';
import { heatOf, heatSteps, shortWait } from '../../../lab/campaigns/matrix/grid/heat.ts';
import { matrixPage } from '../../../lab/campaigns/matrix/grid/matrix-html.ts';
import { marks } from '../../../lab/campaigns/matrix/grid/matrix-table.ts';
import { reportBelow } from '../../../lab/campaigns/matrix/matrix-links.ts';
import { keptMatrices } from '../../../lab/campaigns/matrix-ledger.ts';

const kept = keptMatrices().find(({ server }) => server.id === 'mariadb');
if (kept === undefined) {
  throw new Error('the repository keeps no matrix of MariaDB');
}
const style = { style: '', styleDigest: 'sha256-0' };
const nowhere = () => null;
const text = matrixPage(kept, style, nowhere);

/** The marks of a cell in the page, without its figures, in the notation of the other tables. */
function marksIn(cell: string): string {
  const chips = [...cell.matchAll(/<b class="(\w+)">(.)<\/b>/g)].map(([, answer, letter = '']) => (answer === 'no' ? '·' : letter));
  return chips.join('');
}

/** The content of each cell of the heat map, row by row. */
function cellsIn(page: string): string[] {
  const [, body = ''] = /<tbody>([\s\S]*)<\/tbody>/.exec(page) ?? [];
  return body.split('</td>').filter((part) => part.includes('class="cell"'));
}

describe('the heat map of the matrix that the repository keeps', () => {
  test('has every cell, with the same answers as matrix.md', () => {
    const cells = cellsIn(text);
    expect(cells).toHaveLength(357);
    expect(cells.map(marksIn)).toEqual(kept.cells.map(marks));
  });

  test('colours each wait by its step, and also writes it out', () => {
    const shown = cellsIn(text).map((cell) =>
      [...cell.matchAll(/<i class="heat-(\w+)">([^<]+)<\/i>/g)].map(([, step, wait]) => [step, wait]),
    );
    const expected = kept.cells.map(({ result }) =>
      [result?.alone, result?.strangers].map((part) => {
        const waitMs = part?.waitMs ?? null;
        return [String(heatOf(waitMs, part?.isLonger)), `${part?.isLonger === true ? '&gt;' : ''}${shortWait(waitMs)}`];
      }),
    );
    expect(shown).toEqual(expected);
    expect(new Set(shown.flat().map(([step]) => step))).toEqual(new Set(['0', '1', '2', '3', '4']));
  });

  test('gives the figures of each cell in words', () => {
    const cell = cellsIn(text)[21] ?? '';
    expect(cell).toContain('<strong>hosts-file under dead</strong>');
    expect(cell).toContain('fast: only without strangers · available: only without strangers · outsider out: yes');
    expect(cell).toContain(
      'with strangers: 95 of 100 clients waited more than 5,002 ms; 50 % got in, through the socket 50 %; outsiders that got in: 0',
    );
  });

  test('names first the fixes that hold under all faults, and counts for each fix how many it holds under', () => {
    expect(text).toContain(
      'Fast, available and closed to outsiders in all of their measured cells: local-nameserver, firewall-instead, closed-network, combination, numeric-acl.',
    );
    const counted = kept.rows.map(({ id }) => {
      const own = kept.cells.filter((cell) => cell.fix === id);
      // A cell with an open answer and no negative one is not counted as measured.
      return `${own.filter(holds).length}/${own.filter((cell) => holds(cell) || /[fako·]/.test(marks(cell))).length}`;
    });
    expect([...text.matchAll(/<td class="holds[^>]*>([^<]+)</g)].map(([, count]) => count)).toEqual(counted);
  });

  test('has no link for a cell without a run, no script, and no address to load anything from', async () => {
    expect(text).not.toMatch(/<a |<script|(src|href|action)\s*=/);
    expect(text).toContain(`default-src 'none'; style-src`.replaceAll("'", '&#39;'));
    expect((await bundleMatrixStyle()).style).not.toMatch(/url\(|@import|<\/style/i);
  });
});

describe('a heat map', () => {
  const cell = (fix: string, fault: string, change: Partial<Cell> = {}): Cell => ({
    fix,
    fault,
    unavailable: null,
    result: unknownResult('the engine went away'),
    run: null,
    ...change,
  });
  const matrixOf = (...cells: Cell[]): Matrix => ({
    ...kept,
    rows: [...new Set(cells.map(({ fix }) => fix))].map((id) => ({ id, title: id, kind: 'remedy' as const })),
    columns: [...new Set(cells.map(({ fault }) => fault))].map((name) => ({ name, title: name })),
    cells,
  });

  test('says why a cell is unknown or impossible, and leaves out cells that a shard does not have', () => {
    const impossible = cell('b', 'dead', { unavailable: 'only MariaDB has one', result: null });
    const page = matrixPage(matrixOf(cell('a', 'dead'), cell('a', 'slow'), impossible), style, nowhere);
    const [unknown = '', , none = '', ...more] = cellsIn(page);
    expect(marksIn(unknown)).toBe('???');
    expect(unknown).toContain('unknown, because the engine went away');
    expect(unknown).toContain('<i class="heat-unknown">–</i>');
    expect(none).toContain('not available: only MariaDB has one');
    expect(more).toEqual([]);
    expect(page).toContain('<td class="none"></td>');
    expect(page).toContain('None of the 3 cells has an answer, so nothing is known about any fix.');
  });

  const answered = (fast: Answer, change: Partial<CellResult> = {}): Partial<Cell> => ({
    result: { ...unknownResult(''), fast, available: 'yes', outsiderOut: 'yes', reasons: [], ...change },
  });
  const headlineOf = (matrix: Matrix): string | undefined => /<\/h1>[\s\S]*?<p>(.*?)<\/p>/.exec(matrixPage(matrix, style, nowhere))?.[1];
  const countsOf = (matrix: Matrix): (string | undefined)[] =>
    [...matrixPage(matrix, style, nowhere).matchAll(/<td class="(holds[^"]*)" title="([^"]*)">([^<]+)</g)].map((found) =>
      found.slice(1).join(' | '),
    );

  test('with missing cells, covers what was measured, and names the fixes that hold in all of it', () => {
    const shard = matrixOf(
      cell('good', 'slow', answered('yes')),
      cell('good', 'dead', answered('yes')),
      cell('bad', 'slow', answered('yes')),
      cell('bad', 'lossy', answered('no', { available: 'unknown' })),
      cell('late', 'dead', answered('yes', { available: 'unknown' })),
      cell('elsewhere', 'dead', { unavailable: 'only MySQL has one', result: null }),
    );
    expect(headlineOf(shard)).toBe(
      '4 of 11 cells have an answer. Fast, available and closed to outsiders in all of their measured cells: good (2 of 3).',
    );
    expect(countsOf(shard)).toEqual([
      'holds | holds in 2 of 2 measured cells, of 3 | 2/2',
      'holds | holds in 1 of 2 measured cells, of 3 | 1/2',
      'holds | holds in 0 of 0 measured cells, of 3 | 0/0',
      'holds | holds in 0 of 0 measured cells, of 2 | 0/0',
    ]);
    expect(headlineOf(matrixOf(cell('bad', 'slow', answered('alone')), cell('bad', 'dead')))).toBe(
      '1 of 2 cells have an answer. No fix holds in all of its measured cells.',
    );
  });

  test('when complete, says which fixes hold under all faults; the unchanged host is not one of them', () => {
    const whole = matrixOf(cell('none', 'slow', answered('yes')), cell('a', 'slow', answered('yes')), cell('b', 'slow', answered('no')));
    const rows = whole.rows.map((row) => ({ ...row, kind: row.id === 'none' ? ('control' as const) : row.kind }));
    expect(headlineOf({ ...whole, rows })).toBe('Fast, available and closed to outsiders under all of these faults: a.');
    expect(countsOf({ ...whole, rows })[1]).toBe('holds always | holds in 1 of 1 measured cell, of 1 | 1/1');
    expect(headlineOf(matrixOf(cell('b', 'slow', answered('no'))))).toBe('No fix holds under all of these faults.');
    const control = { ...whole, rows: rows.slice(0, 1), cells: whole.cells.slice(0, 1) };
    expect(headlineOf(control)).toBe('1 of 1 cell has an answer, but none about a fix.');
  });

  test('shows every name, title and reason as text', () => {
    const evil = `"><script>alert(1)</script><a href='javascript:alert(1)'>\u202e\u001b[2J`;
    const hostile = matrixOf(
      cell(evil, evil, { result: unknownResult(evil) }),
      cell(`b ${evil}`, evil, { unavailable: evil, result: null }),
    );
    const page = matrixPage({ ...hostile, server: { id: evil, version: evil } }, style, ({ fix }) => encodeURIComponent(fix));
    expect(page).not.toMatch(/<script|<a href='|[^\P{Cc}\n]|\p{Bidi_Control}/u);
    expect(page).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('\\u202e\\x1b[2J');
    expect(page.match(/<a /g)).toHaveLength(2);
  });
});

describe('the scale of waits', () => {
  test.each([
    [0, 0, '0 ms'],
    [99.4, 0, '99 ms'],
    [100, 0, '0.1 s'],
    [100.1, 1, '0.1 s'],
    [1000, 1, '1.0 s'],
    [2999, 2, '3.0 s'],
    [9940, 3, '9.9 s'],
    [9999, 3, '10 s'],
    [10_001, 4, '10 s'],
    [120_000, 4, '120 s'],
    [null, null, '–'],
  ])('%s ms is on step %s and reads %s', (waitMs, step, words) => {
    expect({ step: heatOf(waitMs), words: shortWait(waitMs) }).toEqual({ step, words });
  });

  test('has a bound at the matrix’s own limit for fast', () => {
    expect(heatSteps.map(({ upToMs }) => upToMs)).toContain(kept.standards.fastWithinMs);
  });
});

describe('the link of a cell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('leads to the report of its run from any folder, and exists only if the report does', () => {
    const out = join(folder, 'merged');
    for (const run of ['merged/runs/none--dead', 'a shard #1/runs/none--slow', 'merged/runs/empty']) {
      mkdirSync(join(folder, run), { recursive: true });
    }
    writeFileSync(join(folder, 'merged/runs/none--dead/report.html'), '');
    writeFileSync(join(folder, 'a shard #1/runs/none--slow/report.html'), '');
    const reportOf = reportBelow(out);
    expect(reportOf({ run: 'runs/none--dead' })).toBe('runs/none--dead/report.html');
    expect(reportOf({ run: '../a shard #1/runs/none--slow' })).toBe('../a%20shard%20%231/runs/none--slow/report.html');
    expect([{ run: 'runs/empty' }, { run: 'runs/gone' }, { run: 'javascript:alert(1)' }, { run: null }].map(reportOf)).toEqual(
      Array(4).fill(null),
    );
  });
});

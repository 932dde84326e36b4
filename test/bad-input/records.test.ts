import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { bundleMatrixStyle } from '../../lab/bundling/matrix-page.ts';
import { bundlePage } from '../../lab/bundling/report-page.ts';
import { mergeMatrices } from '../../lab/campaigns/matrix/grid/answers.ts';
import { matrixPage } from '../../lab/campaigns/matrix/grid/matrix-html.ts';
import { figuresAsMarkdown, matrixAsMarkdown, matrixAsText } from '../../lab/campaigns/matrix/grid/matrix-table.ts';
import { readMatrixFile } from '../../lab/campaigns/matrix-ledger.ts';
import { analyze } from '../../lab/cli/commands/analyze.ts';
import { readRecord } from '../../lab/record/read-record.ts';
import { Recorder } from '../../lab/record/recorder.ts';
import type { RunRecord } from '../../lab/record/run-record.ts';
import { reports } from '../../lab/reports/index.ts';
import { compareRuns } from '../../lab/statistics/compare-runs.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { throughOrClear } from '../support/clear-error.ts';
import { changed, changes } from '../support/mutated.ts';
import { atNs, connect, manifestOf, smallScenario } from '../support/recorded-run.ts';

const root = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A longer report could not be opened. */
const longestReportBytes = 20_000_000;
const browser = await bundlePage();
const style = await bundleMatrixStyle();
const whole = await makeRecord(join(root, 'whole'));
const wholeRecord = readRecord(whole);
const parts = ['manifest.json', 'events.jsonl', 'samples.jsonl'] as const;
let count = 0;

async function makeRecord(folder: string): Promise<string> {
  await using recorder = new Recorder(folder, manifestOf(smallScenario()));
  for (let second = 0; second < 30; second++) {
    recorder.sample(connect(second * 1000, { tcpConnected: 1, greeting: second > 10 && second < 20 ? 1000 : 5 }));
    recorder.sample({ kind: 'reading', atNs: atNs(second * 1000), side: 'server', values: { acceptQueueDepth: second, state: 'x' } });
    recorder.sample({ kind: 'canary', sentNs: atNs(second * 1000), roundTripMs: 1 });
  }
  recorder.event({ kind: 'phase', phase: 'baseline', atNs: atNs(0) });
  recorder.event({ kind: 'phase', phase: 'fault', atNs: atNs(10_000) });
  recorder.event({ kind: 'log', role: 'database', line: 'ready' });
  recorder.event({ kind: 'heldUp', role: 'dns', atNs: atNs(5000), forMs: 1200 });
  recorder.event({ kind: 'disturbance', by: 'stack', fromNs: atNs(11_000), toNs: atNs(11_500) });
  await recorder.close();
  return folder;
}

/** A copy of the record, with this done to it. */
function damaged(damage: (folder: string) => void): string {
  const folder = join(root, String(count++));
  mkdirSync(folder);
  for (const name of parts) {
    writeFileSync(join(folder, name), readFileSync(join(whole, name)));
  }
  damage(folder);
  return folder;
}

/** Makes everything that is made from a record. */
function useWhole(record: RunRecord): void {
  const verdict = judge(record);
  for (const { file, render } of reports) {
    const text = render(record, verdict, browser);
    expect({ file, isTooLong: text.length > longestReportBytes }).toEqual({ file, isTooLong: false });
  }
  compareRuns(wholeRecord, record);
}

describe('a record that is damaged', () => {
  test('is judged and has its reports when it is whole', () => {
    useWhole(wholeRecord);
  });

  test('is refused with file and line, or judged, when it is cut off or overwritten anywhere', async () => {
    const damage = fc.record({
      name: fc.constantFrom(...parts),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      bytes: fc.option(fc.uint8Array({ minLength: 1, maxLength: 12 }), { nil: null }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ name, at, bytes }) => {
        const folder = damaged((path) => {
          const content = readFileSync(join(path, name));
          const offset = Math.floor(at * content.length);
          writeFileSync(
            join(path, name),
            bytes === null
              ? content.subarray(0, offset)
              : Buffer.concat([content.subarray(0, offset), bytes, content.subarray(offset + bytes.length)]),
          );
        });
        await throughOrClear(() => useWhole(readRecord(folder)));
        rmSync(folder, { recursive: true });
      }),
      { numRuns: 150 },
    );
  });

  test.each(parts)('is refused with what is wrong, or judged, with other values anywhere in %s', async (name) => {
    const lines = readFileSync(join(whole, name), 'utf8').split('\n');
    await fc.assert(
      fc.asyncProperty(fc.nat(), changes(), async (which, list) => {
        const folder = damaged((path) => {
          if (name === 'manifest.json') {
            writeFileSync(join(path, name), JSON.stringify(changed(JSON.parse(lines.join('\n')), list)));
            return;
          }
          const index = which % (lines.length - 1);
          const line = JSON.stringify(changed(JSON.parse(lines[index] ?? ''), list)) ?? 'null';
          writeFileSync(join(path, name), lines.with(index, line).join('\n'));
        });
        await throughOrClear(() => useWhole(readRecord(folder)));
        rmSync(folder, { recursive: true });
      }),
      { numRuns: 300 },
    );
  });

  const others: Readonly<Record<string, (path: string) => void>> = {
    nothing: () => undefined,
    'a folder': (path) => mkdirSync(path),
    'a pipe': (path) => void execFileSync('mkfifo', [path]),
    'a link to a device': (path) => symlinkSync('/dev/zero', path),
    'a link to itself': (path) => symlinkSync(path, path),
    'one GB': (path) => {
      writeFileSync(path, '');
      truncateSync(path, 1_000_000_000);
    },
    'a line of 100 MB': (path) => writeFileSync(path, `"${'x'.repeat(100_000_000)}"\n`),
    'lists in lists': (path) => writeFileSync(path, `${'['.repeat(1_000_000)}\n`),
  };
  test.each(Object.keys(others))('is refused with this instead of a file: %s', async (what) => {
    for (const name of parts) {
      const folder = damaged((path) => {
        rmSync(join(path, name));
        others[what]?.(join(path, name));
      });
      expect(await throughOrClear(() => readRecord(folder))).toBeUndefined();
      rmSync(folder, { recursive: true });
    }
  });

  test('has its reports where --out says, and nowhere else', async () => {
    const elsewhere = join(root, 'elsewhere');
    const names = ['../../out', '/etc/x', '..', 'a/../../b', '\u0000', 'x'.repeat(500)];
    for (const name of names) {
      const folder = damaged((path) => {
        const manifest = JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8'));
        writeFileSync(join(path, 'manifest.json'), JSON.stringify({ ...manifest, scenarioName: name, runId: name, command: [name] }));
      });
      rmSync(elsewhere, { recursive: true, force: true });
      const before = readdirSync(root).toSorted();
      const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
      await throughOrClear(() => analyze.run([folder, '--out', elsewhere, '--json'], new AbortController().signal));
      printed.mockRestore();
      expect(readdirSync(root).toSorted()).toEqual([...new Set([...before, 'elsewhere'])].toSorted());
      expect(readdirSync(elsewhere).toSorted()).toEqual(reports.map(({ file }) => file).toSorted());
    }
  });
});

describe('a matrix that is damaged', () => {
  const path = join(import.meta.dirname, '../../scenarios/matrix-mariadb.json');
  const matrix = JSON.parse(readFileSync(path, 'utf8')) as { rows: unknown[]; columns: unknown[]; cells: unknown[] };
  // A corner of it: it is read a hundred times.
  const corner = { ...matrix, rows: matrix.rows.slice(0, 2), columns: matrix.columns.slice(0, 2), cells: matrix.cells.slice(0, 2) };

  test('is refused with what is wrong, or shown', async () => {
    const file = join(root, 'matrix.json');
    await fc.assert(
      fc.asyncProperty(changes(), async (list) => {
        writeFileSync(file, JSON.stringify(changed(corner, list)) ?? '');
        await throughOrClear(() => {
          const read = readMatrixFile(file);
          const merged = mergeMatrices([read, read]);
          return [matrixAsText(merged, false), matrixAsMarkdown(merged), figuresAsMarkdown(merged), matrixPage(merged, style, () => null)];
        });
      }),
      { numRuns: 150 },
    );
  });
});

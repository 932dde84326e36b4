import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Matrix } from '../../lab/campaigns/matrix/grid/answers.ts';
import { matrixAsText } from '../../lab/campaigns/matrix/grid/matrix-table.ts';
import { runsAsText } from '../../lab/campaigns/runs-listing.ts';
import { faultResult, type VerifyResult } from '../../lab/campaigns/verify/results/result.ts';
import { asText } from '../../lab/campaigns/verify/results/verify-text.ts';
import { commands } from '../../lab/cli/commands.ts';
import { helpText } from '../../lab/cli/help-text.ts';
import { comparisonAsText } from '../../lab/reports/comparison-in-words.ts';
import { repetitionAsText } from '../../lab/reports/repetition-in-words.ts';
import { renderTerminal } from '../../lab/reports/terminal.ts';
import { loadScenario } from '../../lab/scenario/catalog.ts';
import { compareRuns } from '../../lab/statistics/compare-runs.ts';
import { fitLines, unlimited } from '../../lab/text/fit-lines.ts';
import { coloured, plain } from '../../lab/text/paint.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { summarise } from '../../lab/verdict/repeated-runs.ts';
import { connect, manifestOf, outage, reading, smallScenario } from '../support/recorded-run.ts';
import { storedMatrix } from '../support/stored-matrix.ts';

const widths = [40, 60, 80, 119, 120];

/** The outage, with the expectations of dns-slow, a queue, an outsider and fixes. */
const { expectations } = await loadScenario('dns-slow');
const scenario = smallScenario({ expectations: [...expectations], fixes: ['numeric-acl'] });
const outsiders = Array.from({ length: 30 }, (_, second) =>
  connect(second * 1000 + 500, { refusal: 77 }, { path: 'outsider', outcome: 'refused' }),
);
const queue = Array.from({ length: 30 }, (_, second) =>
  reading(second * 1000, { acceptQueueDepth: second > 10 && second < 20 ? second : 0 }),
);
const run = (stalledMs: number) => {
  const record = outage(stalledMs, { manifest: manifestOf(scenario) });
  return { ...record, samples: [...record.samples, ...outsiders, ...queue] };
};
const record = run(1200);
const verified: VerifyResult = {
  folder: 'my/etc',
  warnings: [{ file: 'hosts.allow', line: 3, weight: 'warning', text: 'a remark that is longer than the narrowest terminal, by far' }],
  assumed: ['the clients are the other hosts in hosts: 2'],
  faults: ['none', 'lossy:share=0.5'].map((fault) => faultResult(fault, judge(record), 'runs/x', 30)),
};
const matrix: Matrix = storedMatrix();
const runs = [
  { folder: '/runs/one', scenario: 'dns-slow', startedAt: '2026-01-02T03:04:05.678Z', ended: 'complete', verdict: 'confirmed' },
  { folder: '/runs/two', scenario: null, startedAt: null, ended: null, verdict: null },
] as const;

const texts: Readonly<Record<string, (width: number) => string>> = {
  'the report of a run': (width) => renderTerminal(record, judge(record), false, { width }),
  'the table of verify': (width) => asText(verified, false, width),
  'the matrix': (width) => matrixAsText(matrix, false, width),
  'a comparison': (width) => comparisonAsText(compareRuns(run(1200), run(1700)), plain, width),
  'a repetition': (width) =>
    repetitionAsText('dns-slow', summarise([judge(run(1200)), judge(run(800))]), (verdict) => verdict, plain, width),
  'the list of runs': (width) => runsAsText('/runs', { runs, complete: true }, width),
  ...Object.fromEntries(
    commands.map((command) => [`the help of ${command.name}`, (width: number) => fitLines(helpText(command, ['--help']), width)]),
  ),
};

/** Words and figures, without what only divides a text into lines and columns. A dot stands for zero in tables. */
function wordsOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => !/[┤┼─]/.test(line));
  return lines
    .join(' ')
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '·');
}

/** Names of the columns that need none where rows are stacked. */
const namesOfTitles = ['expectation', 'phase', 'path', 'fault', 'run'];

/** A path or a list of settings that is longer than a line stays whole, and commands to copy stay in one line. */
function mayBeLonger(line: string, width: number): boolean {
  return (
    line.startsWith('judge one again: ') ||
    line
      .trim()
      .split(/\s+/)
      .some((word) => stringWidth(word) > width - 8)
  );
}

describe.each(Object.entries(texts))('%s', (_name, render) => {
  test.each(widths)('has no line that is longer than %d columns', (width) => {
    const long = render(width)
      .split('\n')
      .filter((line) => stringWidth(line) > width && !mayBeLonger(line, width));
    expect(long).toEqual([]);
  });

  test.each(widths)('loses no word and no figure at %d columns', (width) => {
    const narrow = new Map<string, number>();
    for (const word of wordsOf(render(width))) {
      narrow.set(word, (narrow.get(word) ?? 0) + 1);
    }
    const lost = wordsOf(render(unlimited)).filter((word) => {
      const left = narrow.get(word) ?? 0;
      narrow.set(word, left - 1);
      return left < 1;
    });
    expect(lost.filter((word) => !namesOfTitles.includes(word))).toEqual([]);
  });
});

test('at 60 columns an expectation is a sentence, and its figures stand below it', () => {
  const lines = renderTerminal(record, judge(record), false, { width: 60 }).split('\n');
  const at = lines.indexOf('? A TCP client waits at least two lookups for its greeting');
  expect(lines.slice(at + 1, at + 3)).toEqual(['    measured 1,200 ms', '    limit at least 1,000 ms (2 × the injected 500 ms)']);
});

test('colours change no line break', () => {
  const bare = stripVTControlCharacters(renderTerminal(record, judge(record), true, { width: 60 }));
  expect(bare).toBe(renderTerminal(record, judge(record), false, { width: 60 }));
  const compared = compareRuns(run(1200), run(1700));
  expect(stripVTControlCharacters(comparisonAsText(compared, coloured, 60))).toBe(comparisonAsText(compared, plain, 60));
});

test('the two runs of a comparison have columns of their own, and what chance explains is called so', () => {
  const text = comparisonAsText(compareRuns(run(1200), run(1200)), plain);
  expect(
    text
      .split('\n')[0]
      ?.trim()
      .split(/ {2,}/)
      .map((name) => name.trim()),
  ).toEqual([
    'phase',
    'path',
    'tries',
    'first p50 ms',
    'second p50 ms',
    'p50 difference (95 %)',
    'first got in %',
    'second got in %',
    'got in difference (95 %)',
  ]);
  expect(text).toContain('not distinguishable (0 to 0 ms)');
  expect(text).not.toContain('no difference');
});

test('runs without a connect are not compared', () => {
  const empty = outage(1200, { samples: [] });
  expect(comparisonAsText(compareRuns(empty, empty), plain)).toBe('Neither run has a connect, so there is nothing to compare.');
});

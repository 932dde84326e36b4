import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportLine } from '../../lab/cli/report-line.ts';
import { Recorder } from '../../lab/record/recorder.ts';
import { lab } from '../support/lab-process.ts';
import { outage } from '../support/recorded-run.ts';

const root = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
const run = join(root, 'run');
afterAll(() => rmSync(root, { recursive: true, force: true }));

beforeAll(async () => {
  const { manifest, samples, events } = outage(1200);
  await using recorder = new Recorder(run, manifest);
  for (const sample of samples) {
    recorder.sample(sample);
  }
  for (const event of events) {
    recorder.event(event);
  }
});

const inC = { LC_ALL: 'C' };
const isAscii = (text: string): boolean => /^\p{ASCII}*$/u.test(text);

describe.concurrent('in a locale without UTF-8', () => {
  test('a report is in ASCII, its marks and its plot too', async () => {
    const { stdout } = await lab(['analyze', run], inC);
    expect(stdout.split('\n')[0]).toBe('+ CONFIRMED  small  a small one');
    expect(stdout).toContain('0.00 +------');
    expect(isAscii(stdout)).toBe(true);
  });

  test('help and errors are, too', async () => {
    const [help, error] = await Promise.all([lab(['repeat', '--help'], inC), lab(['analyze', '/no/földer'], inC)]);
    expect(isAscii(help.stdout)).toBe(true);
    expect(error.stderr).toContain('/no/f\\u{f6}lder');
  });

  test('JSON stays as it is, because it is for programs', async () => {
    const [inUtf8, inAscii] = await Promise.all([lab(['analyze', run, '--json']), lab(['analyze', run, '--json'], inC)]);
    expect(inAscii.stdout).toBe(inUtf8.stdout);
  });
});

test('in a locale with UTF-8 a report has its own marks', async () => {
  const { stdout } = await lab(['analyze', run], { LC_ALL: 'C.UTF-8' });
  expect(stdout.split('\n')[0]).toBe('✔ CONFIRMED  small  a small one');
});

describe('the last line of a run', () => {
  test('has the absolute path of its page', () => {
    const file = join(root, 'report.html');
    expect(reportLine(root)).toBe('');
    writeFileSync(file, '');
    expect(reportLine(root)).toBe(`report: ${file}\n`);
    expect(reportLine(relative(process.cwd(), root))).toBe(`report: ${file}\n`);
  });
});

import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { BrowserCode } from '../../lab/bundling/report-page.ts';
import { reportRun } from '../../lab/campaigns/reported-run.ts';
import { describeError, LabError } from '../../lab/errors/lab-error.ts';
import type { EvidenceLevel } from '../../lab/evidence/level.ts';
import type { EvidenceTask } from '../../lab/evidence/tasks.ts';
import { readRecord } from '../../lab/record/read-record.ts';
import { Recorder } from '../../lab/record/recorder.ts';
import { page } from '../../lab/reports/html/report-html.ts';
import { reports } from '../../lab/reports/index.ts';
import { type ClosedRecord, closeComplete, closeFailed } from '../../lab/run/close-record.ts';
import type { Taken } from '../../lab/run/evidence-bundle.ts';
import { outage } from '../support/recorded-run.ts';
import { verdictIn } from '../support/running-lab.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

const run = outage(1200);
const browser: BrowserCode = { script: '', style: '', scriptDigest: 'sha256-', styleDigest: 'sha256-' };
const broken: BrowserCode = {
  ...browser,
  get script(): string {
    throw new Error('no script');
  },
};
const nothing = { tasks: [], results: [], files: new Map() };
const reportFiles = reports.map(({ file }) => file);

interface ConclusionParts {
  readonly recorder: Recorder;
  readonly evidence: EvidenceLevel;
  readonly browser: BrowserCode;
}

async function conclude({ recorder, evidence, browser: code }: ConclusionParts, taken: Taken) {
  return reported(await closeComplete(recorder, evidence, taken), recorder.folder, code);
}

async function concludeFailed({ recorder, evidence, browser: code }: ConclusionParts, cause: unknown) {
  return reported(await closeFailed(recorder, evidence, cause), recorder.folder, code);
}

function reported({ record, problems }: ClosedRecord, folder: string, code: BrowserCode) {
  const made = reportRun(record, folder, code);
  return { verdict: made.verdict, problems: [...problems, ...made.problems] };
}

/** A record with all its events and samples, not closed yet. */
function recorded(name: string, change: Partial<ConclusionParts> = {}): ConclusionParts {
  const recorder = new Recorder(join(folders, name), run.manifest);
  for (const event of run.events) {
    recorder.event(event);
  }
  for (const sample of run.samples) {
    recorder.sample(sample);
  }
  return { recorder, evidence: 'none', browser, ...change };
}

test('a complete run has its verdict and every report', async () => {
  const parts = recorded('whole');
  const { verdict, problems } = await conclude(parts, nothing);
  expect({ verdict: verdict.verdict, problems }).toEqual({ verdict: 'confirmed', problems: [] });
  expect(reportFiles.filter((file) => !existsSync(join(parts.recorder.folder, file)))).toEqual([]);
});

test('a report that cannot be made is named, and the others are written', async () => {
  const parts = recorded('without page', { browser: broken });
  const { verdict, problems } = await conclude(parts, nothing);
  expect(verdict.verdict).toBe('confirmed');
  expect(problems.map(describeError)).toEqual([`could not make ${page.file}; please report it\n  because: no script`]);
  expect(reportFiles.filter((file) => !existsSync(join(parts.recorder.folder, file)))).toEqual([page.file]);
});

test('all reports are written even if the evidence cannot be assembled', async () => {
  const parts = recorded('without evidence', { evidence: 'passive' });
  const tasks: EvidenceTask[] = new Proxy([], {
    get() {
      throw new Error('no tasks');
    },
  });
  const { verdict, problems } = await conclude(parts, { ...nothing, tasks });
  expect(verdict.verdict).toBe('confirmed');
  expect(problems.map(describeError)).toEqual(['could not assemble the evidence; please report it\n  because: no tasks']);
  expect(reportFiles.filter((file) => !existsSync(join(parts.recorder.folder, file)))).toEqual([]);
});

test('an interrupted run has every report that can be made', async () => {
  const parts = recorded('interrupted', { browser: broken });
  const { problems } = await concludeFailed(parts, new LabError('interrupted by SIGINT', { code: 'interrupted' }));
  const { folder } = parts.recorder;
  expect(readRecord(folder).manifest).toMatchObject({ ended: 'interrupted', problem: 'interrupted by SIGINT' });
  expect(verdictIn(folder).verdict).toBe('inconclusive');
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(reportFiles.filter((file) => file !== page.file)));
  expect(problems).toHaveLength(1);
});

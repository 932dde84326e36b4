import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LabError } from '../../lab/errors/lab-error.ts';
import { readRecord } from '../../lab/record/read-record.ts';
import { Recorder } from '../../lab/record/recorder.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { manifestOf, outage, smallScenario } from '../support/recorded-run.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = outage(1200);

async function writeOutage(place: string): Promise<void> {
  const { manifest, events, samples } = run;
  await using recorder = new Recorder(place, manifest);
  for (const event of events) {
    recorder.event(event);
  }
  for (const sample of samples) {
    recorder.sample(sample);
  }
}

describe('the record of a run', () => {
  test('reads back as it was written, and gives the same verdict', async () => {
    await writeOutage(folder);
    expect(readRecord(folder)).toEqual(run);
    expect(judge(readRecord(folder)).verdict).toBe('confirmed');
  });

  test('may have an unfinished last line, as a killed lab leaves it', async () => {
    await writeOutage(folder);
    appendFileSync(join(folder, 'samples.jsonl'), '{"kind":"connect","id":9');
    expect(readRecord(folder).samples).toHaveLength(30);
  });

  test('is refused with file and line number if a line is damaged', async () => {
    await writeOutage(folder);
    const path = join(folder, 'samples.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/\n.*\n/, '\n{"kind":"connekt"}\n'));
    expect(() => readRecord(folder)).toThrow(/samples\.jsonl:2: expected a run’s record/);
  });

  test('has each change of the manifest on disk at once', async () => {
    await using recorder = new Recorder(folder, manifestOf(smallScenario(), { ended: 'running' }));
    recorder.update({ ended: 'interrupted', problem: 'SIGTERM' });
    expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).toMatchObject({ ended: 'interrupted', problem: 'SIGTERM' });
  });

  test('is not written to a folder that is not empty', () => {
    writeFileSync(join(folder, 'mine.txt'), 'x');
    expect(() => new Recorder(folder, manifestOf(smallScenario()))).toThrow(/expected a folder that is empty or not there/);
  });

  test('gets all of several files or none, and keeps the old ones', async () => {
    await using recorder = new Recorder(folder, manifestOf(smallScenario()));
    recorder.files({ 'verdict.json': 'first' });
    mkdirSync(join(folder, 'summary.md.partial'));
    expect(() => recorder.files({ 'verdict.json': 'second', 'summary.md': 'x' })).toThrow(
      `could not write the record of the run in ${folder} (verdict.json, summary.md)`,
    );
    expect(readFileSync(join(folder, 'verdict.json'), 'utf8')).toBe('first');
    expect(existsSync(join(folder, 'verdict.json.partial'))).toBe(false);
  });

  test('is a usage error if the folder holds no run', () => {
    expect(() => readRecord(folder)).toThrow(LabError);
    expect(() => readRecord(folder)).toThrow(/manifest\.json: expected a run’s record/);
  });
});

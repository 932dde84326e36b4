import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { readRecord } from '../lab/record/read-record.ts';
import { engineUnderTest, eventually, leftOf } from './support/left-in-engine.ts';
import { failedRun, pidOfAgent, type RunningLab, shellIn, signalAgent, startRun, verdictIn } from './support/running-lab.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

const engine = await engineUnderTest();

let count = 0;
function start(scenario = 'baseline'): Promise<RunningLab> {
  return startRun(engine, scenario, join(folders, String(count++)));
}

const agents = ['dns', 'clients', 'watch', 'local'] as const;

describe.concurrent('every agent, where parts.docker.test.ts takes one or two', () => {
  test.each(agents)('a %s agent that is killed: the error names it and says how it ended', async (role) => {
    const run = await start();
    await signalAgent(engine, run, role, 'KILL');
    const said = await failedRun(engine, run, 70);
    expect(said).toContain(`the ${role} agent ended: it was killed by SIGKILL (exit code 137, not out of memory)`);
  });

  test.each(agents)('a %s agent that hangs is noticed within seconds, although it never ends', async (role) => {
    const run = await start();
    await signalAgent(engine, run, role, 'STOP');
    const said = await failedRun(engine, run, 70);
    expect(said).toContain(`the ${role} agent gave no sign of life for 10 s: its process hangs or was stopped`);
  });

  test.each(agents)('a %s agent that stalls makes the run inconclusive, by its own account', async (role) => {
    const run = await start();
    await wait(2000);
    await signalAgent(engine, run, role, 'STOP');
    await wait(3000);
    await signalAgent(engine, run, role, 'CONT');
    expect((await run.ended).code).toBe(2);
    const { verdict, reasons } = verdictIn(run.folder);
    expect(verdict).toBe('inconclusive');
    expect(reasons.join('\n')).toContain(`the ${role} agent was held up: from `);
    expect(await leftOf(engine, run.runId)).toEqual({ containers: [], networks: [] });
  });

  test('a dns agent that stalls while it plays dead: its silence does not count as the fault', async () => {
    const run = await start('fault-dead');
    await eventOf(run, 'fault');
    await signalAgent(engine, run, 'dns', 'STOP');
    await wait(3000);
    await signalAgent(engine, run, 'dns', 'CONT');
    expect((await run.ended).code).toBe(2);
    expect(verdictIn(run.folder).reasons.join('\n')).toContain('the dns agent was held up: from ');
  });

  test('a fault that stops the nameserver’s process on purpose does not count as a stall', async () => {
    const { ended, folder } = await start('fault-frozen');
    await ended;
    expect(readRecord(folder).manifest.ended).toBe('complete');
    expect(verdictIn(folder).reasons.join('\n')).not.toContain('the dns agent was held up');
  });

  test.each([
    ['words', "echo 'segmentation fault'", 'expected a message from the clients agent, got "segmentation fault"'],
    ['bytes that are not UTF-8', 'printf \'{"event": "\\377\\376"}\\n\'', 'because: a line that is not UTF-8'],
    [
      'another agent’s event',
      `echo '{"event":{"kind":"canary","sentNs":1,"roundTripMs":1}}'`,
      'expected one of its events (connect, reading, heldUp)',
    ],
    ['a reply to nothing', `echo '{"reply":99999,"result":null}'`, 'expected a reply to a command, and none has the number 99999'],
  ])('an agent that sends %s: the error names it and quotes that', async (_what, say, expected) => {
    const run = await start();
    await shellIn(engine, run.host('clients'), `${say} >/proc/${pidOfAgent}/fd/1`);
    const stderr = await failedRun(engine, run, 70);
    expect(stderr).toContain('expected a message from the clients agent, got');
    expect(stderr).toContain(expected);
  });
});

/** Waits until the record has an event of this kind. */
async function eventOf({ folder }: RunningLab, kind: string): Promise<void> {
  await eventually(
    async () => readFileSync(join(folder, 'events.jsonl'), 'utf8').includes(`"kind":"${kind}"`),
    (found) => found,
    60_000,
  );
}

import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { evidence } from '../../lab/evidence/index.ts';
import { evidenceTasks } from '../../lab/evidence/tasks.ts';
import { phaseWindows } from '../../lab/model/timeline.ts';
import { type Scenario, scenarioSchema } from '../../lab/scenario/scenario-schema.ts';
import { smallScenario } from '../support/recorded-run.ts';

const host = { pid: 18, port: 3306, root: '/proc/18/root', files: ['/etc/hosts.allow', '/etc/resolv.conf'], folder: '/tmp/evidence' };

function tasksOf(level: 'none' | 'passive' | 'all', change: Partial<Scenario> = {}) {
  const scenario = { ...scenarioSchema.parse(smallScenario()), ...change };
  return evidenceTasks(scenario, phaseWindows(scenario.timeline), level, host);
}

describe('evidence', () => {
  test('has pieces with an id of their own, a command that a shell accepts, and a sentence on what to look for', () => {
    expect(evidence.map(({ id, byHand }) => [id, byHand.split(' ')[0]])).toEqual([
      ['listening-sockets', 'ss'],
      ['lookups-in-flight', 'ss'],
      ['accept-thread', 'cat'],
      ['connections', 'ss'],
      ['listen-drops', 'nstat'],
      ['status-counters', 'mysql'],
      ['server-log', 'journalctl'],
      ['linkage', 'ldd'],
      ['host-files', 'tail'],
      ['sysctls', 'sysctl'],
      ['dns-capture', 'tcpdump'],
      ['dns-packets', 'tcpdump'],
      ['mysql-capture', 'tcpdump'],
      ['system-calls', 'timeout'],
      ['stack', 'gdb'],
    ]);
    for (const { byHand, lookFor, limitBytes } of evidence) {
      expect(() => execFileSync('sh', ['-n', '-c', byHand])).not.toThrow();
      expect(lookFor).toMatch(/[.)]$/);
      expect(limitBytes).toBeGreaterThan(0);
    }
  });

  test('fits into 24 MiB, even if every file reaches its limit', () => {
    const largest = tasksOf('all').reduce((sum, { limitBytes }) => sum + limitBytes, 0);
    expect(largest).toBeLessThan(24 * 1024 * 1024);
  });

  test('is limited to pieces that cost nothing, unless more is requested', () => {
    expect(tasksOf('none')).toEqual([]);
    const ids = new Set(tasksOf('passive').map(({ id }) => id));
    const passive = evidence.filter(({ kind, cost }) => kind !== 'record' && cost === 'nothing').map(({ id }) => id);
    expect([...ids].toSorted()).toEqual(passive.toSorted());
    expect(tasksOf('passive').some(({ disturbs }) => disturbs)).toBe(false);
  });

  test('has system calls from early in the fault, for at most three seconds, and the stack after them', () => {
    const tasks = tasksOf('all');
    const strace = tasks.find(({ id }) => id === 'system-calls');
    expect(strace).toMatchObject({ start: { atMs: 10_500 }, untilMs: 13_000, disturbs: true });
    expect(tasks.find(({ id }) => id === 'stack')).toMatchObject({ start: { after: strace?.file }, whileStuck: true, disturbs: true });
  });

  test('has looks before the fault, late in it and after it', () => {
    const looks = tasksOf('passive').filter(({ id }) => id === 'listening-sockets');
    expect(looks.map(({ file, start }) => [file, start])).toEqual([
      ['listening-sockets.baseline.txt', { atMs: 6000 }],
      ['listening-sockets.fault.txt', { atMs: 18_500 }],
      ['listening-sockets.recovery.txt', { atMs: 29_000 }],
    ]);
  });

  test('is not taken in a phase that the run does not have', () => {
    const tasks = tasksOf('all', { timeline: { settleMs: 0, baselineMs: 10_000, faultMs: 0, recoveryMs: 0 } });
    expect(tasks.filter(({ file }) => /fault|recovery/.test(file))).toEqual([]);
    expect(tasks.filter(({ disturbs }) => disturbs)).toEqual([]);
  });

  test('does not attach strace if it counts reads already', () => {
    expect(tasksOf('all', { traceReads: 'fault' }).filter(({ disturbs }) => disturbs)).toEqual([]);
  });
});

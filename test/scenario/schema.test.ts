import { describe, expect, test } from 'vitest';
import { LabError } from '../../lab/errors/lab-error.ts';
import { faultIds } from '../../lab/faults/index.ts';
import { fixIds } from '../../lab/fixes/index.ts';
import { loadScenario, parseScenario, scenarioNames } from '../../lab/scenario/catalog.ts';
import { expandClients } from '../../lab/scenario/hosts-schema.ts';
import type { ScenarioInput } from '../../lab/scenario/scenario-schema.ts';
import { smallScenario } from '../support/recorded-run.ts';

function problemsOf(definition: unknown): string[] {
  try {
    parseScenario('x.ts', definition);
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    expect((error as LabError).code).toBe('usage');
    return (error as LabError).message.split('\n');
  }
  return [];
}

describe('a scenario file', () => {
  test.each(scenarioNames())('%s is valid', async (name) => {
    await expect(loadScenario(name)).resolves.toHaveProperty('title');
  });

  test('is completed with defaults', () => {
    expect(parseScenario('x.ts', smallScenario())).toMatchObject({ fixes: [], lagBudgetMs: 250, load: [{ connectTimeoutMs: 10_000 }] });
  });

  test('shows all its problems at once, with what was expected, what came, and the nearest legal value', () => {
    const definition = {
      ...smallScenario(),
      titel: 'wrong key',
      nameserver: '300.1.1.1',
      fixes: ['hosts-fil'],
      fault: { id: 'slwo' },
      timeline: { settleMs: 0, baselineMs: -5, faultMs: 10, recoverMs: 3, recoveryMs: 3 },
    };
    expect(problemsOf(definition)).toEqual([
      'x.ts: nameserver: expected an IPv4 or IPv6 address, got "300.1.1.1"',
      `x.ts: fixes.0: expected one of ${fixIds.join(', ')}; got "hosts-fil" (did you mean "hosts-file"?)`,
      `x.ts: fault.id: expected one of ${faultIds.join(', ')}; got "slwo" (did you mean "slow"?)`,
      'x.ts: timeline.baselineMs: expected number to be >=0, got -5',
      'x.ts: timeline: expected no other keys, got "recoverMs" (did you mean "recoveryMs"?)',
      'x.ts: expected no other keys, got "titel" (did you mean "title"?)',
    ]);
  });

  test('is of the outage only with a fault, without fixes, and with clients on the network', () => {
    expect(problemsOf(smallScenario({ outage: true }))).toEqual([]);
    const socketOnly: ScenarioInput['load'] = [{ path: 'socket', arrivals: { process: 'constant', ratePerSecond: 1 } }];
    expect(problemsOf(smallScenario({ outage: true, fault: { id: 'none' }, fixes: ['numeric-acl'], load: socketOnly }))).toEqual([
      'x.ts: outage: expected only with a fault other than "none", got it with "none"',
      'x.ts: outage: expected only without fixes, got it with numeric-acl',
      'x.ts: outage: expected only with clients on the network (path "tcp" of "load"), got it without',
    ]);
    expect(problemsOf({ ...smallScenario({ outage: true }), fault: { id: 'slwo' } })[0]).toMatch(/^x\.ts: fault\.id: /);
  });

  test('needs exactly one limit for each expectation', () => {
    const [first] = smallScenario().expectations;
    expect(problemsOf(smallScenario({ expectations: [{ ...first, atMost: 5 } as never] }))[0]).toContain(
      'exactly one of "atLeast", "atMost", "is" and "isShown"',
    );
  });

  test.each([
    ['a reading that nobody takes', 'server', 'acceptQueueDepht', 'got "acceptQueueDepht" (did you mean "acceptQueueDepth"?)'],
    [
      'a reading of the other side',
      'client',
      'acceptQueueDepth',
      'expected a reading of the client hosts (established, synRecv, timeWait, closeWait), got "acceptQueueDepth"',
    ],
  ])('cannot expect %s', (_what, side, name, problem) => {
    const [first] = smallScenario().expectations;
    const measure = { of: 'reading', side, name, statistic: 'max' };
    const [only, ...others] = problemsOf(smallScenario({ expectations: [{ ...first, measure } as never] }));
    expect(only).toMatch(/^x\.ts: expectations\.0\.measure\.name: expected /);
    expect(only).toContain(problem);
    expect(others).toEqual([]);
  });

  test('needs unique names and addresses', () => {
    const scenario = smallScenario();
    const problems = problemsOf({
      ...scenario,
      nameserver: scenario.host.address,
      expectations: [...scenario.expectations, ...scenario.expectations],
    });
    expect(problems).toContain('x.ts: expectations.1: expected unique names, got "stalls" twice');
  });

  test('may list its clients by name and address, IPv4 and IPv6, each address once', () => {
    const web = { name: 'web_1', address: '192.0.2.21' };
    const tcp = [web, { name: 'web-2.example.net', address: '2001:db8::22' }];
    const scenario = smallScenario();
    const host = { ...scenario.host, secondAddress: '2001:db8::10' };
    const listed = { ...scenario, host, clients: { ...scenario.clients, tcp } };
    expect(expandClients(parseScenario('x.ts', listed).clients.tcp)).toEqual(tcp);
    const twice = {
      ...listed,
      otherNameservers: [{ address: '192.0.2.21', suffersFault: true }],
      host: { ...host, secondAddress: '10.0.0.1' },
    };
    expect(problemsOf(twice)).toEqual([
      `x.ts: host.secondAddress: expected one IPv4 and one IPv6 address, got ${host.address} and 10.0.0.1`,
      'x.ts: clients: expected an address of its own for web_1, got 192.0.2.21, which another nameserver has',
    ]);
    expect(problemsOf({ ...listed, clients: { ...listed.clients, tcp: [{ ...web, addres: '10.1.1.1' }] } })).toEqual([
      'x.ts: clients.tcp.0: expected no other keys, got "addres" (did you mean "address"?)',
    ]);
  });

  test('has a nameserver with an address of its own', () => {
    const scenario = smallScenario();
    const problems = problemsOf({ ...scenario, nameserver: scenario.host.address }).filter((problem) =>
      problem.startsWith('x.ts: nameserver: '),
    );
    expect(problems).toEqual([
      expect.stringMatching(new RegExp(`^x\\.ts: nameserver: expected .*, got ${scenario.host.address}, which the database host has$`)),
    ]);
  });

  test('is bounded in time', () => {
    expect(
      problemsOf(smallScenario({ timeline: { settleMs: 600_000, baselineMs: 600_000, faultMs: 600_000, recoveryMs: 600_000 } }))[0],
    ).toContain('expected phases of 1800000 ms or less in all');
  });

  test.each([null, undefined, 5, 'text', []])('%j is not a scenario', (definition) => {
    expect(problemsOf(definition)[0]).toContain('expected object');
  });
});

test('the error for an unknown name suggests the nearest one', async () => {
  await expect(loadScenario('dns-slwo')).rejects.toThrow('expected the name of a scenario, got "dns-slwo" (did you mean "dns-slow"?)');
});

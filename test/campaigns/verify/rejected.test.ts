import { expect, test } from 'vitest';
import { asScenario } from '../../../lab/campaigns/verify/scenario/as-scenario.ts';
import { subjectOf } from '../../../lab/campaigns/verify/scenario/subject.ts';
import { describeError } from '../../../lab/errors/lab-error.ts';
import type { FaultSettings } from '../../../lab/faults/index.ts';
import { longestTimeoutMs } from '../../../lab/model/load.ts';
import { etcOf } from '../../support/etc-folders.ts';

const network = [
  'database: { name: db1, address: 192.0.2.10 }',
  'clients:',
  '  - { name: web-1, address: 192.0.2.21 }',
  '  - { name: web-2, address: 192.0.2.22 }',
  'outsiders: [{ name: x, address: 203.0.113.66 }]',
].join('\n');
const none: FaultSettings = { id: 'none' };

/** The error for a folder with this wraplab.yaml, from reading up to the scenario that would run. */
function refusal(yaml: string, resolvConf = 'nameserver 192.0.2.53\n'): string {
  try {
    asScenario(subjectOf(etcOf({ 'wraplab.yaml': yaml, 'resolv.conf': resolvConf })), none);
  } catch (error) {
    return describeError(error).replaceAll('my-etc/', '');
  }
  return '';
}

test.each([
  ['load: { connectTimeoutMs: 50 }', 'wraplab.yaml:6: load.connectTimeoutMs: expected number to be >=100, got 50'],
  [
    `load:\n  ratePerSecond: 2\n  connectTimeoutMs: ${longestTimeoutMs + 1}`,
    `wraplab.yaml:8: load.connectTimeoutMs: expected number to be <=${longestTimeoutMs}, got ${longestTimeoutMs + 1}`,
  ],
  [
    'timeline: { settleMs: 600000, baselineMs: 600000,\n  faultMs: 600000, recoveryMs: 600000 }',
    'wraplab.yaml:6: timeline: expected phases of 1800000 ms or less in all, got 2400000',
  ],
  ['ident: refused', 'wraplab.yaml:6: ident: expected one of silence, reset, answer; got "refused"'],
])('a value that a scenario does not accept is refused with its line and key in wraplab.yaml: %s', (yaml, problem) => {
  expect(refusal(`${network}\n${yaml}\n`)).toBe(problem);
});

test.each([
  [
    '192.0.2.22',
    '192.0.2.10',
    'wraplab.yaml:4: clients.1.address: expected an address of its own, got 192.0.2.10, which the database host has',
  ],
  ['192.0.2.22', '192.0.2.21', 'wraplab.yaml:4: clients.1.address: expected an address of its own, got 192.0.2.21, which web-1 has'],
  ['192.0.2.22', '224.0.0.1', 'wraplab.yaml:4: clients.1.address: expected an address of a single host, got 224.0.0.1 (multicast)'],
  ['203.0.113.66', '192.0.2.21', 'wraplab.yaml:5: outsiders.0.address: expected an address of its own, got 192.0.2.21, which web-1 has'],
  ['192.0.2.10', '192.0.2.53', 'resolv.conf:1: expected an address of its own, got 192.0.2.53, which the database host has'],
])('an impossible address is refused with its place: %s as %s', (address, other, problem) => {
  expect(refusal(`${network.replace(address, other)}\n`)).toBe(problem);
});

test('two addresses of one family for the database host are refused in the file’s own words', () => {
  const yaml = network.replace('192.0.2.10 }', '192.0.2.10, secondAddress: 192.0.2.11 }');
  expect(refusal(yaml)).toBe(
    'wraplab.yaml:1: database.secondAddress: expected one IPv4 and one IPv6 address, got 192.0.2.10 and 192.0.2.11',
  );
});

test('a nameserver that resolv.conf names twice is one host', () => {
  expect(refusal(network, 'nameserver 192.0.2.53\nnameserver 192.0.2.53\n')).toBe('');
});

test('every number of wraplab.yaml at its limits is accepted, or refused with its key', () => {
  const keys = ['load.ratePerSecond', 'load.outsidersPerSecond', 'load.connectTimeoutMs', 'limits.greetingP95Ms', 'limits.greetingP99Ms'];
  const all = [...keys, 'limits.availablePercent', ...['settleMs', 'baselineMs', 'faultMs', 'recoveryMs'].map((key) => `timeline.${key}`)];
  for (const key of all) {
    for (const value of [-1, 0.5, 99, 101, 501, 120_001, 600_001]) {
      const [group = '', name = ''] = key.split('.');
      const said = refusal(`${network}\n${group}: { ${name}: ${value} }\n`);
      expect({ key, value, said }).toMatchObject({ said: expect.stringMatching(/^$|^wraplab\.yaml:6: (load|limits|timeline)(\.|:)/) });
    }
  }
});

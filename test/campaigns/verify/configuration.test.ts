import { describe, expect, test } from 'vitest';
import { defaultConfiguration, readConfiguration } from '../../../lab/campaigns/verify/host/configuration.ts';
import { faultIds } from '../../../lab/faults/index.ts';
import { configurationOf } from '../../support/etc-folders.ts';

const problemsOf = (text: string): readonly string[] => {
  const read = readConfiguration('e/wraplab.yaml', text);
  return 'problems' in read ? read.problems : [];
};

describe('wraplab.yaml', () => {
  test('has a default for everything: all faults, and the spoofed name that an ACL by name cannot detect', () => {
    expect(readConfiguration('e', '# nothing yet\n')).toEqual({ configuration: defaultConfiguration });
    expect(defaultConfiguration.faults.map(({ id }) => id)).toEqual([...faultIds, 'spoofed']);
    expect(defaultConfiguration.limits).toEqual({ greetingP95Ms: 1000, availablePercent: 99, outsidersStopAt: 'acl' });
  });

  test('takes faults by name or with settings', () => {
    const read = readConfiguration('e', 'faults: [dead, { id: slow, delay: 250 }]\n');
    expect('configuration' in read && read.configuration.faults).toEqual([{ id: 'dead' }, { id: 'slow', delay: 250 }]);
  });

  test('reports all problems, each with line, expected and given value, and the nearest legal one', () => {
    const text = [
      'database: { name: DB1, address: 10.0.0.256 }',
      'clients:',
      '  - { name: web-1, adress: 10.0.0.21 }',
      'limits:',
      '  greetingP95: 100',
      '  availablePercent: 101',
      'faults: [none, deda]',
      'lod: {}',
    ].join('\n');
    expect(problemsOf(text)).toEqual([
      'e/wraplab.yaml:1: database.name: expected a host name in lower case, got "DB1"',
      'e/wraplab.yaml:1: database.address: expected an IPv4 or IPv6 address, got "10.0.0.256"',
      'e/wraplab.yaml:3: clients.0.address: expected string, got nothing',
      'e/wraplab.yaml:3: clients.0: expected no other keys, got "adress" (did you mean "address"?)',
      'e/wraplab.yaml:6: limits.availablePercent: expected number to be <=100, got 101',
      'e/wraplab.yaml:5: limits: expected no other keys, got "greetingP95" (did you mean "greetingP95Ms"?)',
      `e/wraplab.yaml:7: faults.1: expected one of ${faultIds.join(', ')}; got "deda" (did you mean "dead"?)`,
      'e/wraplab.yaml:8: expected no other keys, got "lod" (did you mean "load"?)',
    ]);
  });

  test.each([
    ['database: { name: x\nclients: [', /^e\/wraplab\.yaml:\d: expected YAML, got: /],
    ['faults: [dead]\nfaults: [none]\n', /^e\/wraplab\.yaml:2: expected YAML, got: duplicate key "faults"/],
    ['- a\n', /^e\/wraplab\.yaml:1: expected object, got \["a"\]/],
    ['faults: []\n', /^e\/wraplab\.yaml:1: faults: expected array to have >=1 items/],
    [
      'load: { connectTimeoutMs: 900 }\nlimits: { greetingP95Ms: 1000 }\n',
      /:2: limits\.greetingP95Ms: expected at most the clients’ timeout \(load\.connectTimeoutMs: 900\), got 1000/,
    ],
    ['limits: { greetingP99Ms: 10001 }\n', /:1: limits\.greetingP99Ms: expected at most the clients’ timeout .*: 10000\), got 10001/],
  ])('%j is refused', (text, problem) => {
    expect(problemsOf(text)[0]).toMatch(problem);
  });

  test('has a default limit no longer than clients wait, or it could not fail', () => {
    expect(configurationOf('load: { connectTimeoutMs: 900 }\n').limits.greetingP95Ms).toBe(900);
    expect(configurationOf('load: { connectTimeoutMs: 60000 }\n').limits.greetingP95Ms).toBe(1000);
  });

  test('is refused if it is a bomb of aliases', () => {
    const bomb = `a: &a [x, x]\n${[...'bcdefghij'].map((letter, index) => `${letter}: &${letter} [${'*abcdefghij'[index + 1] === undefined ? '' : `*${'abcdefghij'[index]}, `.repeat(9)}]`).join('\n')}\n`;
    expect(problemsOf(bomb)[0]).toMatch(/expected YAML|expected no other keys/);
  });
});

import { describe, expect, test } from 'vitest';
import { isControl, leavesNoLedger } from '../../lab/faults/capabilities.ts';
import { faultIds, faultSchema } from '../../lab/faults/index.ts';
import { isControlQuery } from '../../lab/network/control-queries.ts';
import { controlHosts } from '../../lab/plan/control-hosts.ts';
import { changesControlQueries, controlQuestions } from '../../lab/plan/control-questions.ts';
import { scenarioSchema } from '../../lab/scenario/scenario-schema.ts';
import { smallScenario } from '../support/recorded-run.ts';

const hosts = {
  tcp: [
    { name: 'web-1.example.net', address: '192.0.2.1' },
    { name: 'web-2.example.net', address: '192.0.2.22' },
    { name: 'six.example.org', address: '2001:db8::6' },
  ],
  outsider: [{ name: 'scanner.other.test', address: '203.0.113.66' }],
};
const scenarioWith = (fault: object) => scenarioSchema.parse(smallScenario({ fault: faultSchema.parse(fault), clients: hosts }));
const asked = (fault: object) => controlQuestions(scenarioWith(fault)).map(({ type, name }) => `${type} ${name}`);

describe('control queries', () => {
  test('ask about the lab’s own hosts if the fault affects all queries', () => {
    expect(asked({ id: 'dead' })).toEqual(['A canary.wraplab.test', 'PTR 53.0.18.198.in-addr.arpa', 'PTR 2.2.0.192.in-addr.arpa']);
  });

  test('never ask about a stranger whose address a host of the run has', () => {
    expect(controlHosts(scenarioWith({ id: 'dead' })).stranger.address).toBe('192.0.2.2');
  });

  test.each<[object, readonly string[]]>([
    [{ id: 'dead', only: { clients: ['192.0.2.22'] } }, ['PTR 22.2.0.192.in-addr.arpa', 'A web-2.example.net', 'AAAA web-2.example.net']],
    [{ id: 'dead', only: { clients: ['192.0.2.22'], types: ['A'] } }, ['A web-2.example.net']],
    [{ id: 'dead', only: { clients: ['2001:DB8:0::6'], types: ['AAAA'] } }, ['AAAA six.example.org']],
    [{ id: 'dead', only: { clients: ['192.0.2.22', '2001:db8::6'], names: ['.org'] } }, ['A six.example.org', 'AAAA six.example.org']],
    [{ id: 'dead', only: { clients: ['10.9.9.9'] } }, ['PTR 9.9.9.10.in-addr.arpa']],
    [
      { id: 'dead', only: { names: ['.example.net'] } },
      ['A web-1.example.net', 'A web-2.example.net', 'AAAA web-1.example.net', 'AAAA web-2.example.net'],
    ],
    [{ id: 'no-forward', only: { names: ['.corp'] } }, ['A wraplab-control.corp', 'AAAA wraplab-control.corp']],
    [{ id: 'nxdomain', only: { names: ['9.9.10.in-addr.arpa'] } }, ['PTR 1.9.9.10.in-addr.arpa']],
    [{ id: 'nxdomain', only: { clients: ['192.0.2.22'] } }, ['PTR 22.2.0.192.in-addr.arpa']],
    [{ id: 'spoofed', only: { clients: ['203.0.113.66'] } }, ['PTR 66.113.0.203.in-addr.arpa']],
    [{ id: 'spoofed', forward: true, only: { types: ['A'] } }, ['A web-1.example.net', 'A web-2.example.net']],
    [
      { id: 'slow', delay: { shape: 'exponential', meanMs: 100 }, only: { names: ['six.example.org'], types: ['AAAA'] } },
      ['AAAA six.example.org'],
    ],
    [{ id: 'jitter', only: { clients: ['203.0.113.66'], types: ['PTR'] } }, ['PTR 66.113.0.203.in-addr.arpa']],
  ])('fit %j', (fault, expected) => {
    expect(asked(fault)).toEqual(expected);
  });

  test('ask about two hosts for the type AAAA', () => {
    expect(asked({ id: 'dead', only: { types: ['AAAA'] } })).toEqual(['AAAA canary.wraplab.test', 'AAAA db.app.test']);
  });

  test('are the common ones if the fault affects no query', () => {
    expect(changesControlQueries(scenarioWith({ id: 'dead', only: { names: ['.example.net'], clients: ['10.9.9.9'] } }))).toBe('never');
    expect(changesControlQueries(scenarioWith({ id: 'nxdomain', only: { types: ['A'] } }))).toBe('never');
    expect(changesControlQueries(scenarioWith({ id: 'nxdomain', only: { names: ['.example.net'] } }))).toBe('never');
    expect(changesControlQueries(scenarioWith({ id: 'spoofed', only: { clients: ['192.0.2.22'] } }))).toBe('never');
  });

  test('show every fault that acts on queries, with its defaults; some by chance', () => {
    const faults = faultIds.map((id) => faultSchema.parse({ id })).filter((fault) => !isControl(fault) && !leavesNoLedger(fault));
    const shown = faults.map((fault) => ({ id: fault.id, changes: changesControlQueries(scenarioWith(fault)) }));
    expect(shown.filter(({ changes }) => changes === 'never')).toEqual([]);
    const surely = ['slow', 'dead', 'servfail', 'refused', 'nxdomain', 'no-forward', 'spoofed', 'truncated'];
    expect(shown.filter(({ id, changes }) => surely.includes(id) && changes !== 'surely')).toEqual([]);
  });

  test.each([
    [{ id: 'lossy', share: 0.01 }, 'by chance'],
    [{ id: 'lossy', share: 1 }, 'surely'],
    [{ id: 'lossy', share: 0 }, 'never'],
    [{ id: 'flapping', downMs: 10, upMs: 600_000 }, 'by chance'],
  ])('show %j %s', (fault, expected) => {
    expect(changesControlQueries(scenarioWith(fault))).toBe(expected);
  });

  test('are recognised by their mark, and in old records by their names', () => {
    const name = '1.2.0.192.in-addr.arpa';
    expect(isControlQuery({ name }, '198.18.0.53')).toBe(true);
    expect(isControlQuery({ name: '53.0.18.198.in-addr.arpa' }, '198.18.0.53')).toBe(true);
    expect(isControlQuery({ name: 'web-1.example.net' }, '198.18.0.53')).toBe(false);
    expect(isControlQuery({ name, control: false }, '198.18.0.53')).toBe(false);
    expect(isControlQuery({ name: 'web-1.example.net', control: true }, '198.18.0.53')).toBe(true);
  });
});

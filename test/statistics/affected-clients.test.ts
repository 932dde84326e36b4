import { describe, expect, test } from 'vitest';
import { affectedInWords } from '../../lab/reports/affected-in-words.ts';
import { junit } from '../../lab/reports/junit.ts';
import { summary } from '../../lab/reports/summary.ts';
import { renderTerminal } from '../../lab/reports/terminal.ts';
import type { ScenarioInput } from '../../lab/scenario/scenario-schema.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { connect, manifestOf, outage, smallScenario } from '../support/recorded-run.ts';

type Expectations = ScenarioInput['expectations'];

const web1 = { name: 'web-1.example.net', address: '198.18.1.1' };
const batch = { name: 'batch.example.net', address: '198.18.1.2' };
const scanner = { name: 'scanner.example.org', address: '203.0.113.66' };

/** The fault lasts from 10 s to 20 s; both clients connect before it unless `newcomers` says otherwise. */
function runOf(samples: ReturnType<typeof connect>[], expectations: Expectations, clients = [web1, batch, scanner]) {
  const manifest = manifestOf(smallScenario({ expectations }), { clients });
  return outage(0, {
    manifest,
    samples: [connect(1000, { greeting: 3 }), connect(2000, { greeting: 3 }, { source: batch.address }), ...samples],
  });
}

/** The words of each expectation's clients, by its id. */
const wordsOf = (...run: Parameters<typeof runOf>) =>
  Object.fromEntries(judge(runOf(...run)).expectations.map((each) => [each.id, affectedInWords(each)]));

const refused = { outcome: 'refused', elapsedMs: 100 } as const;
const ofWeb = (ms: number, greeting: number) => connect(ms, { greeting });
const ofBatch = (ms: number) => connect(ms, { refusal: 100 }, { ...refused, source: batch.address });

const available: Expectations[number] = {
  id: 'available',
  text: 'Clients get in',
  measure: { of: 'available', path: 'tcp' },
  atLeast: 99,
};
const fast: Expectations[number] = { id: 'fast', text: 'fast', measure: { of: 'wait', path: 'tcp', statistic: 'p95' }, atMost: 1000 };
const outsiderOut: Expectations[number] = {
  id: 'outsider-out',
  text: 'No outsider passes the ACL',
  measure: { of: 'admitted', path: 'outsider', by: 'acl' },
  atMost: 0,
};

describe('the clients that a missed limit is about', () => {
  test('are those that were refused, not those that still waited when the DNS healed', () => {
    const waiting = connect(19_000, {}, { source: web1.address, outcome: 'pending', elapsedMs: 11_000 });
    const samples = [ofWeb(11_000, 5), ofBatch(12_000), ofBatch(13_000), ofWeb(14_000, 5), waiting];
    expect(wordsOf(samples, [available])).toEqual({ available: ['clients refused: batch.example.net (198.18.1.2) 2 of 2 times'] });
  });

  test('are named apart when they gave up, or their connects failed otherwise', () => {
    const samples = [
      connect(11_000, {}, { outcome: 'timedOut', elapsedMs: 5000 }),
      connect(12_000, {}, { outcome: 'failed', elapsedMs: 9, error: { code: 'ER_CON_COUNT_ERROR', message: '' } }),
      ofBatch(13_000),
      ofWeb(14_000, 5),
    ];
    expect(wordsOf(samples, [available])).toEqual({
      available: [
        'clients refused: batch.example.net (198.18.1.2) 1 of 1 times',
        'clients that gave up waiting: web-1.example.net (198.18.1.1) 1 of 3 times',
        'clients whose connects failed: web-1.example.net (198.18.1.1) 1 of 3 times',
      ],
    });
  });

  test('are late if they waited longer than the limit, and a wait cut short below it does not count', () => {
    const samples = [ofWeb(11_000, 1500), ofWeb(12_000, 900), ofWeb(19_500, 2000), ...[13, 14].map((second) => ofWeb(second * 1000, 3000))];
    expect(wordsOf(samples, [fast])).toEqual({
      fast: ['clients that waited longer than 1,000 ms: web-1.example.net (198.18.1.1) 3 of 4 times'],
    });
  });

  test('are known clients or newcomers, as the expectation asks', () => {
    const newcomer = connect(12_000, { refusal: 9 }, { ...refused, source: '198.18.1.9' });
    const asked = (['known', 'newcomers'] as const).map((clients) => ({
      ...available,
      id: clients,
      measure: { of: 'available' as const, path: 'tcp' as const, clients },
    }));
    expect(wordsOf([ofBatch(11_000), newcomer], asked)).toEqual({
      known: ['known clients refused: batch.example.net (198.18.1.2) 1 of 1 times'],
      newcomers: ['newcomers refused: 198.18.1.9 1 of 1 times'],
    });
  });

  test('are outsiders that were let in', () => {
    const outsider = { path: 'outsider', source: scanner.address } as const;
    const samples = [connect(11_000, { greeting: 5 }, outsider), connect(12_000, { refusal: 5 }, { ...outsider, ...refused })];
    const loggedIn: Expectations[number] = {
      id: 'stays-out',
      text: 'stays out',
      measure: { of: 'outcome', path: 'outsider', outcome: 'ok', as: 'count' },
      atMost: 0,
    };
    const letIn = ['outsiders let in: scanner.example.org (203.0.113.66) 1 of 2 times'];
    expect(wordsOf(samples, [outsiderOut, loggedIn])).toEqual({ 'outsider-out': letIn, 'stays-out': letIn });
  });

  test('are not named for a limit that was met, for one on the other side, or in a run that cannot be judged', () => {
    const tooFew: Expectations[number] = { ...available, id: 'few', atLeast: 10 };
    const outageExpected: Expectations[number] = { id: 'out', text: 'out', measure: { of: 'available', path: 'tcp' }, atMost: 10 };
    expect(wordsOf([ofBatch(11_000), ofWeb(12_000, 5)], [tooFew, outageExpected])).toEqual({ few: [], out: [] });
    const broken = runOf([ofBatch(11_000)], [available]);
    const { expectations } = judge({ ...broken, manifest: { ...broken.manifest, ended: 'failed', problem: 'no space' } });
    expect(expectations.map(({ verdict, affected }) => [verdict, affected])).toEqual([['inconclusive', undefined]]);
  });

  test('are the ten that it happened to most often, and the number of the others, however many there are', () => {
    const clients = Array.from({ length: 3000 }, (_, index) => ({ name: `app-${index}`, address: `10.1.${index >> 8}.${index & 255}` }));
    const samples = clients.map(({ address }, index) => connect(11_000 + index, { refusal: 1 }, { ...refused, source: address }));
    const twice = connect(15_000, { refusal: 1 }, { ...refused, source: '10.1.2.0' });
    const { available: words } = wordsOf([...samples, twice], [available], clients);
    const names = [...clients.slice(0, 9).map(({ name, address }) => `${name} (${address}) 1 of 1`)];
    expect(words).toEqual([`clients refused: app-512 (10.1.2.0) 2 of 2, ${names.join(', ')} times, and 2,990 more hosts`]);
  });
});

test('the reports of a run name them', () => {
  const record = runOf([ofBatch(11_000), ofWeb(12_000, 5)], [available]);
  const verdict = judge(record);
  const words = 'clients refused: batch.example.net (198.18.1.2) 1 of 1 times';
  expect(renderTerminal(record, verdict, false)).toContain(`\navailable: ${words}\n`);
  expect(summary.render(record, verdict)).toContain(`\n- available: ${words}\n`);
  expect(junit.render(record, verdict)).toContain(`expected at least 99 %, measured 50 %\n${words}`);
});

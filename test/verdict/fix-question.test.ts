import { describe, expect, test } from 'vitest';
import type { FixId } from '../../lab/fixes/index.ts';
import { makePlan } from '../../lab/plan/plan.ts';
import type { RunRecord } from '../../lab/record/run-record.ts';
import type { Sample } from '../../lab/record/samples.ts';
import { junit } from '../../lab/reports/junit.ts';
import { summary } from '../../lab/reports/summary.ts';
import { renderTerminal } from '../../lab/reports/terminal.ts';
import { scenarioSchema } from '../../lab/scenario/scenario-schema.ts';
import { mariadb } from '../../lab/servers/mariadb.ts';
import { answerAboutFix } from '../../lab/verdict/answer-about-fix.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { type JudgedExpectation, type VerdictName, verdictSchema, worst } from '../../lab/verdict/verdict-schema.ts';
import { connect, faultEvents, manifestOf, query, smallScenario } from '../support/recorded-run.ts';

/** A run of the outage with fixes: 20 clients each second of the fault, which are greeted after `greeting` ms; known ones came before it. */
function fixRun({
  greeting,
  fixes = ['numeric-acl'],
  outsider = 'refused',
}: {
  greeting: number;
  fixes?: FixId[];
  outsider?: 'refused' | 'ok';
}): RunRecord {
  const scenario = smallScenario({ outage: true });
  const { question } = makePlan('small', scenarioSchema.parse(scenario), mariadb, { fixes });
  const manifest = manifestOf(scenario, question === undefined ? {} : { question }, { fixes });
  const { fault } = manifest.windows;
  const startMs = fault.startMs;
  const samples: Sample[] = Array.from({ length: Math.round(manifest.windows.recovery.endMs / 250) }, (_, quarter) => {
    const ms = quarter * 250;
    const isInFault = ms >= startMs && ms < fault.endMs;
    const took = isInFault ? greeting : 4;
    const source = isInFault && quarter % 2 === 0 ? '198.18.1.9' : '198.18.1.1';
    return [
      connect(ms, { greeting: took, authenticated: took + 1, firstResult: took + 2 }, { source }),
      connect(ms, { greeting: took, authenticated: took + 1, firstResult: took + 2 }, { path: 'socket', source: null }),
    ];
  }).flat();
  const outsiders = [startMs + 1000, startMs + 2000].map((ms) =>
    connect(ms, outsider === 'ok' ? { greeting: 5, authenticated: 6, firstResult: 7 } : { refusal: 5 }, {
      path: 'outsider',
      source: '198.19.0.1',
      outcome: outsider,
    }),
  );
  const shift = (startMs - 10_000) * 1e6;
  const [begin, end] = faultEvents;
  const lengthened = (fault.endMs - startMs - 10_000) * 1e6;
  const events = [begin, end].flatMap((event, index) =>
    event?.kind === 'fault' ? [{ ...event, atNs: event.atNs + shift + (index === 1 ? lengthened : 0) }] : [],
  );
  return { manifest, samples: [...samples, ...outsiders], events: [...events, query(startMs + 500)], evidence: null };
}

describe('a run that asks whether a fix holds', () => {
  test('is confirmed if nobody waits and everybody gets in, whatever the scenario expects of the outage', () => {
    const verdict = judge(fixRun({ greeting: 5 }));
    expect(verdict).toMatchObject({
      verdict: 'confirmed',
      reasons: [],
      question: { id: 'fix', answer: 'the outage did not occur with this fix' },
    });
    expect(verdict.question?.signs.map((sign) => [sign.id, sign.verdict])).toEqual([['stalls', 'refuted']]);
    expect(verdict.expectations.map(({ id, verdict: each }) => [id, each])).toEqual(
      [
        'fast-known',
        'available-known',
        'fast-newcomers',
        'available-newcomers',
        'socket',
        'outsider-out',
        'outsider-out-ever',
        'recovers',
      ].map((id) => [id, 'confirmed']),
    );
    expect(verdictSchema.parse(verdict)).toEqual(verdict);
  });

  test('is refuted if clients wait, and says so for several fixes as for one', () => {
    const verdict = judge(fixRun({ greeting: 1200, fixes: ['tw-reuse', 'skip-name-resolve'] }));
    expect(verdict).toMatchObject({ verdict: 'refuted', question: { answer: 'the outage occurred in spite of these fixes' } });
    expect(verdict.question?.signs.map((sign) => [sign.id, sign.verdict])).toEqual([['stalls', 'confirmed']]);
  });

  test('is refuted if an outsider gets in, although the outage did not occur', () => {
    expect(judge(fixRun({ greeting: 5, outsider: 'ok' }))).toMatchObject({
      verdict: 'refuted',
      question: { answer: 'the outage did not occur with this fix, but an outsider got in' },
    });
  });

  test('is judged as before if its record does not have the question', () => {
    const { manifest, ...rest } = fixRun({ greeting: 5 });
    const { question: _question, ...old } = manifest;
    const verdict = judge({ manifest: old, ...rest });
    expect(verdict).toMatchObject({ verdict: 'refuted', expectations: [{ id: 'stalls' }] });
    expect(verdict.question).toBeUndefined();
  });
});

describe('the answer about fixes', () => {
  const answer = (verdicts: Readonly<Record<string, VerdictName>>, fixes = 1): string => {
    const ids = [
      'fast-known',
      'available-known',
      'fast-newcomers',
      'available-newcomers',
      'socket',
      'outsider-out',
      'outsider-out-ever',
      'recovers',
    ];
    const expectations = ids.map((id) => ({ id, verdict: verdicts[id] ?? 'confirmed' }) as JudgedExpectation);
    return answerAboutFix(worst(expectations.map(({ verdict }) => verdict)), expectations, fixes);
  };

  test.each<[string, Readonly<Record<string, VerdictName>>]>([
    ['the outage did not occur with this fix', {}],
    ['this run cannot tell whether the outage occurs with this fix', { socket: 'inconclusive' }],
    ['the outage occurred in spite of this fix', { 'fast-known': 'refuted', 'fast-newcomers': 'refuted' }],
    ['the outage occurred in spite of this fix', { socket: 'refuted' }],
    ['the outage occurred in spite of this fix, for clients that connected for the first time', { 'available-newcomers': 'refuted' }],
    ['the outage occurred in spite of this fix, and an outsider got in', { 'fast-known': 'refuted', 'outsider-out': 'refuted' }],
    ['the outage did not occur with this fix, but an outsider got in', { 'outsider-out-ever': 'refuted' }],
    ['the outage did not occur with this fix, but new connects stayed slow after the fault', { recovers: 'refuted' }],
    ['with this fix, an outsider got in', { 'outsider-out': 'refuted', 'fast-known': 'inconclusive' }],
  ])('%s', (expected, verdicts) => {
    expect(answer(verdicts)).toBe(expected);
  });
});

describe('reports of a run that asks whether a fix holds', () => {
  const holds = fixRun({ greeting: 5 });
  const fails = fixRun({ greeting: 1200, fixes: ['skip-name-resolve'] });

  test('begin with the answer, in the terminal', () => {
    const top = (record: RunRecord) => renderTerminal(record, judge(record), false).split('\n').slice(0, 3);
    expect(top(holds)).toEqual([
      '✔ FIX HOLDS  small  the outage did not occur with this fix',
      '  mariadbd 10.11.18-MariaDB, linked against libwrap · fault slow by 500 ms · fix numeric-acl · seed 1',
      '  Tried in the scenario “a small one”.',
    ]);
    expect(top(fails)[0]).toBe('✘ FIX DOES NOT HOLD  small  the outage occurred in spite of this fix');
  });

  test('show what the outage looks like apart, without colours', () => {
    const text = renderTerminal(holds, judge(holds), true);
    expect(text).not.toContain('\u001b[31m✘');
    expect(text).toContain('What the outage looks like in this scenario; not judged here');
    expect(text).toMatch(/^no +clients stall +5 ms/m);
    expect(renderTerminal(fails, judge(fails), false)).toMatch(/^yes +clients stall +1,200 ms/m);
  });

  test('name no cause of an outage that did not occur', () => {
    expect(renderTerminal(holds, judge(holds), false).split('What the outage')[0]).not.toContain('Cause');
  });

  test('have a case for each question in JUnit, and the signs of the outage beside them', () => {
    const xml = junit.render(holds, judge(holds));
    expect(xml).toContain('tests="8" failures="0" errors="0"');
    expect(xml).toContain('fix holds: the outage did not occur with this fix');
    expect(xml).toContain('  no: clients stall (5 ms; at least 1,000 ms (2 × the injected 500 ms))');
    expect(xml).not.toContain('<failure');
  });

  test('begin with the answer in Markdown', () => {
    const text = summary.render(fails, judge(fails));
    expect(text.split('\n').slice(0, 3)).toEqual(['# ✘ fix does not hold: `small`', '', 'the outage occurred in spite of this fix']);
    expect(text).toContain('| yes | clients stall | 1,200 ms |');
  });
});

test('a run with a fix and a healthy DNS says what it cannot tell', () => {
  const record = fixRun({ greeting: 5 });
  const { question: _question, ...manifest } = record.manifest;
  const healthy = { ...record, manifest: { ...manifest, scenario: { ...manifest.scenario, fault: { id: 'none' as const } } } };
  expect(renderTerminal(healthy, judge(healthy), false)).toContain(
    '\n  The DNS was healthy in this run, so it does not tell whether a fix holds under a fault.\n',
  );
});

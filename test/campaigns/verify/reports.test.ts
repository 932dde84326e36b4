import { describe, expect, test } from 'vitest';
import { create } from 'xmlbuilder2';
import { type FaultResult, overall, resultWithoutRun, type VerifyResult } from '../../../lab/campaigns/verify/results/result.ts';
import { junit } from '../../../lab/campaigns/verify/results/verify-junit.ts';
import { markdown } from '../../../lab/campaigns/verify/results/verify-markdown.ts';
import { asText } from '../../../lab/campaigns/verify/results/verify-text.ts';
import type { JudgedExpectation, VerdictName } from '../../../lab/verdict/verdict-schema.ts';

const expectation = (id: string, verdict: VerdictName, measured: number, reason = ''): JudgedExpectation => ({
  id,
  text: `is ${id} <&>`,
  verdict,
  measured,
  unit: 'ms',
  relation: 'atMost',
  limit: 1000,
  basis: 'fixed',
  samples: 40,
  reason,
});

const passed: FaultResult = {
  fault: 'none',
  verdict: 'confirmed',
  reasons: [],
  expectations: [
    expectation('fast-known', 'confirmed', 5.123),
    expectation('available-known', 'confirmed', 100),
    expectation('outsider-out', 'confirmed', 0),
  ],
  run: 'runs/none',
  server: 'mariadbd 10.11',
  seconds: 30,
};
const slow: FaultResult = {
  ...passed,
  fault: 'dead',
  verdict: 'refuted',
  reasons: ['fast: expected at most 1000 ms, measured 10020 ms'],
  expectations: [expectation('fast-known', 'refuted', 10_020, 'expected at most 1000 ms, measured 10020 ms')],
};
const nasty = 'bell \u0007, half \ud800, escape \u001b[31m, not \ufffe, ]]> <b> | `x`';
const unknown = resultWithoutRun('spoofed:forward=true', 'inconclusive', nasty, 'runs/x', 3);

const result = (...faults: FaultResult[]): VerifyResult => ({
  folder: 'my/etc',
  warnings: [{ file: 'hosts.allow', line: 3, weight: 'warning', text: nasty }],
  assumed: ['the clients are 2 hosts'],
  faults,
});

describe('a folder’s verdict', () => {
  test.each([
    [[passed], 'confirmed'],
    [[passed, unknown], 'inconclusive'],
    [[passed, unknown, slow], 'refuted'],
    [[], 'inconclusive'],
  ] as const)('is the worst of its faults', (faults, verdict) => {
    expect(overall({ faults })).toBe(verdict);
  });
});

describe('JUnit XML', () => {
  test('has a case for each expectation, failures and errors told apart, and times that add up', () => {
    const { testsuites } = create(junit(result(passed, slow, unknown))).end({ format: 'object' }) as unknown as {
      testsuites: {
        '@tests': string;
        '@failures': string;
        '@errors': string;
        '@time': string;
        testsuite: { testcase: Record<string, unknown>[] };
      };
    };
    expect(testsuites).toMatchObject({ '@tests': '5', '@failures': '1', '@errors': '1', '@time': '63.000' });
    expect(testsuites.testsuite.testcase[3]).toMatchObject({
      '@classname': 'verify.dead',
      failure: { '@type': 'refuted' },
    });
    expect(testsuites.testsuite.testcase[4]).toMatchObject({ '@name': 'the run', error: { '@type': 'inconclusive' } });
  });

  test('escapes what would be markup, once', () => {
    expect(junit(result(slow))).toContain('name="is fast-known &lt;&amp;&gt;"');
  });

  test('has only characters that XML allows, whatever a server or a file says', () => {
    const xml = junit(result(unknown));
    expect(xml).not.toMatch(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u);
    expect(xml).toContain('\\x07');
    expect(xml).toContain('\\ud800');
    expect(() => create(xml)).not.toThrow();
  });
});

test('Markdown keeps a table a table', () => {
  const text = markdown(result(passed, slow, unknown));
  expect(text).toContain('# ✘ FAIL: `my/etc`');
  expect(text).toContain('1 of 3 faults passed, 1 failed, 1 inconclusive, on mariadbd 10.11');
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  expect(rows).toHaveLength(5);
  expect(rows.map((row) => row.replace(/\\./g, '').split('|').length)).toEqual([9, 9, 9, 9, 9]);
  expect(text).not.toContain('<b>');
});

test('the text has warnings, a line for each fault, reasons, and the verdict last, without colours if there is no terminal', () => {
  const text = asText(result(passed, slow), false);
  expect(text).toMatch(/^assumed: the clients are 2 hosts\nmy\/etc\/hosts\.allow:3: warning: bell \\x07/);
  expect(text).toMatch(/✘ {2}dead +✘ 10,020 ms/);
  expect(text.trimEnd().split('\n').at(-1)).toBe('✘ FAIL  1 of 2 faults passed, 1 failed, on mariadbd 10.11');
  expect(text).not.toContain('\u001b');
});

describe('the clients of a fault', () => {
  const affected = (who: 'newcomers' | 'outsiders', what: 'refused' | 'letIn', times: number) => ({
    affected: [{ who, what, hosts: [{ name: 'batch.corp.example', address: '10.51.1.7', times, of: times }], more: 0 }],
  });
  const refused: FaultResult = {
    ...slow,
    reasons: ['available-newcomers: expected at least 99 %, measured 77.5 %'],
    expectations: [
      {
        ...expectation('available-newcomers', 'refuted', 77.5, 'expected at least 99 %, measured 77.5 %'),
        ...affected('newcomers', 'refused', 9),
      },
      { ...expectation('outsider-out', 'refuted', 3), ...affected('outsiders', 'letIn', 3) },
      { ...expectation('outsider-out-ever', 'refuted', 7), ...affected('outsiders', 'letIn', 7) },
    ],
  };
  const words = 'newcomers refused: batch.corp.example (10.51.1.7) 9 of 9 times';
  const letIn = 'outsiders let in: batch.corp.example (10.51.1.7) 3 of 3 times';

  test('are named in the text below its reason, those let in during the whole run only if none was let in under the fault', () => {
    expect(asText(result(refused), false)).toContain(
      `\ndead: available-newcomers: expected at least 99 %, measured 77.5 %\ndead: ${words}\ndead: ${letIn}\n\n`,
    );
    const [newcomers, , ever] = refused.expectations;
    const healthyOnly = { ...refused, expectations: [newcomers, ever].filter((each) => each !== undefined) };
    expect(asText(result(healthyOnly), false)).toContain('\ndead: outsiders let in: batch.corp.example (10.51.1.7) 7 of 7 times\n');
  });

  test('are not named again for a longer limit', () => {
    const late = {
      affected: [
        { who: 'newcomers' as const, what: 'late' as const, hosts: [{ name: 'a', address: '10.0.0.1', times: 1, of: 2 }], more: 0 },
      ],
    };
    const both = ['fast-newcomers', 'fast-p99-newcomers'].map((id) => ({ ...expectation(id, 'refuted', 9000), ...late }));
    expect(asText(result({ ...slow, expectations: both }), false).match(/newcomers that waited/g)).toHaveLength(1);
  });

  test('are named in Markdown and in the message of the JUnit case', () => {
    expect(markdown(result(refused))).toContain(`measured 77.5 %<br>${words}<br>${letIn} |`);
    expect(junit(result(refused))).toContain(`measured 77.5 %\n${words}</failure>`);
  });
});

describe('the answers of a fault', () => {
  const cells = (...expectations: JudgedExpectation[]): string =>
    asText(result({ ...passed, expectations }), false)
      .split('\n')
      .find((line) => line.includes('none')) ?? '';

  test('do not praise speed if everybody is refused', () => {
    const refused = [expectation('fast-known', 'confirmed', 12), expectation('available-known', 'refuted', 0)];
    expect(cells(...refused)).toMatch(/none +refused in 12 ms/);
    expect(cells(expectation('fast-known', 'confirmed', 12), expectation('available-known', 'refuted', 40))).toMatch(/none +✔ 12 ms/);
  });

  test('mark a wait whose end was not seen as longer than its figure', () => {
    expect(cells({ ...expectation('fast-known', 'refuted', 10_020), isLowerBound: true })).toMatch(/✘ > 10,020 ms/);
  });

  test('have a figure for known clients, one for newcomers, and any other deciding figure', () => {
    const both = [expectation('fast-known', 'confirmed', 5), expectation('fast-newcomers', 'refuted', 9000)];
    expect(cells(...both)).toMatch(/✘ 5 ms \/ 9,000 ms/);
    const served = ['available-known', 'available-newcomers'].map((id) => ({ ...expectation(id, 'confirmed', 100), unit: '%' }));
    expect(cells(...served, { ...expectation('socket', 'refuted', 50), unit: '%' })).toMatch(/✘ 100 % \/ 100 %, socket 50 %/);
  });

  test('count outsiders out of those that were decided, and name the open ones', () => {
    const out = { ...expectation('outsider-out', 'inconclusive', 0), unit: 'connects', samples: 3, undecided: 7 };
    expect(cells(out)).toMatch(/\? 0 of 3 in \(7 open\)/);
    expect(cells({ ...expectation('available-known', 'confirmed', 99.5), unit: '%', undecided: 4 })).toMatch(/✔ 99\.5 % \(4 open\)/);
  });

  test('show the time to recovery without a limit, and it decides nothing', () => {
    const shown: JudgedExpectation = { ...expectation('recovers', 'confirmed', 2.5), unit: 's', relation: 'shown', limit: null };
    expect(cells(shown)).toMatch(/2\.5 s *$/);
  });

  test('have a finding if the queue was still growing when the fault ended', () => {
    const grew = { ...expectation('queue-at-end', 'confirmed', 1.5), relation: 'shown' as const };
    expect(asText(result({ ...passed, expectations: [grew] }), false)).toContain(
      'none: the accept queue was still growing when the fault ended, by 1.5 connections a second',
    );
    expect(asText(result({ ...passed, expectations: [{ ...grew, measured: 0.01 }] }), false)).not.toContain('still growing');
  });
});

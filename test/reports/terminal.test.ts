import { describe, expect, test } from 'vitest';
import { renderTerminal } from '../../lab/reports/terminal.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { connect, manifestOf, outage, reading, smallScenario } from '../support/recorded-run.ts';

const render = (record: ReturnType<typeof outage>, colours = false) => renderTerminal(record, judge(record), colours);

describe('the report in the terminal', () => {
  test('begins with the verdict, and the reason if it is not confirmed', () => {
    expect(render(outage(1200)).split('\n')[0]).toBe('✔ CONFIRMED  small  a small one');
    const [first, , reason] = render(outage(800)).split('\n');
    expect(first).toMatch(/^✘ REFUTED/);
    expect(reason).toMatch(/– stalls: expected at least 1000 ms, measured 800/);
  });

  test('shows each expectation with its measured value, its limit and how that was worked out', () => {
    expect(render(outage(1200))).toMatch(/✔\s+clients stall\s+1,20\d ms\s+at least 1,000 ms \(2 × the injected 500 ms\)/);
  });

  test('has a row for every path of every phase, and the refusal time if no client was greeted', () => {
    const record = outage(1200);
    const outsider = connect(11_000, { refusal: 77 }, { path: 'outsider', outcome: 'refused' });
    expect(render({ ...record, samples: [...record.samples, outsider] })).toMatch(/fault +outsider +1 +· +1 +· +· +· +77 +77 +77/);
  });

  test('shows failed expectations first, and the rows of the settle phase last', () => {
    const passes = smallScenario().expectations.map((each) => ({ ...each, id: 'passes', text: 'passes', atLeast: 1 }));
    const scenario = smallScenario({
      timeline: { settleMs: 2000, baselineMs: 8000, faultMs: 10_000, recoveryMs: 10_000 },
      expectations: [...passes, ...smallScenario().expectations],
    });
    const text = render(outage(800, { manifest: manifestOf(scenario) }));
    expect(text.match(/^[✔✘] {2}(passes|clients stall)/gm)).toEqual(['✘  clients stall', '✔  passes']);
    expect(text.match(/^(settle|baseline|fault|recovery) +tcp/gm)?.map((row) => row.split(' ')[0])).toEqual([
      'baseline',
      'fault',
      'recovery',
      'settle',
    ]);
  });

  test('draws waits and accept queue over the phases', () => {
    const record = outage(1200);
    const text = render({ ...record, samples: [...record.samples, reading(12_000, { acceptQueueDepth: 42 })] });
    expect(text).toMatch(/1\.20 [┼┤]/);
    expect(text).toMatch(/ {2}42 [┼┤]/);
    expect(text.match(/─ fault ─/g)).toHaveLength(2);
  });

  test('is coloured only on request', () => {
    expect(render(outage(1200), true)).toContain('\u001b[');
    expect(render(outage(1200))).not.toContain('\u001b');
  });

  test('names the server’s source package if the image records it', () => {
    const server = manifestOf(smallScenario()).server;
    const withSource = manifestOf(smallScenario(), {
      server: server === null ? null : { ...server, source: 'mariadb 1:10.11.18-0+deb12u1' },
    });
    expect(render(outage(1200)).split('\n')[1]).toContain('linked against libwrap · fault');
    expect(render(outage(1200, { manifest: withSource })).split('\n')[1]).toContain(
      'linked against libwrap (source: mariadb 1:10.11.18-0+deb12u1) · fault',
    );
  });

  test('shows escape codes from a server as text', () => {
    const server = manifestOf(smallScenario()).server;
    const manifest = manifestOf(smallScenario(), { server: server === null ? null : { ...server, version: '10\u001b[2J\u0007' } });
    const text = render(outage(1200, { manifest }), true);
    expect(text).toContain('10\\x1b[2J\\x07');
    expect(text).not.toContain('\u001b[2J');
  });

  test('says that a run that never began has no timeline', () => {
    const manifest = manifestOf(smallScenario(), { startNs: null, server: null, ended: 'failed', problem: 'no space' });
    expect(render(outage(1200, { manifest, samples: [], events: [] }))).toContain('The run did not begin');
  });
});

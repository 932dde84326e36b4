import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { outcomes, paths } from '../../../lab/model/vocabulary.ts';
import type { Plan } from '../../../lab/plan/plan.ts';
import { frame } from '../../../lab/terminal/live/frame.ts';
import { RunSoFar } from '../../../lab/terminal/live/run-state.ts';
import { coloured, plain } from '../../../lab/text/paint.ts';
import { smallPlan } from '../../support/plan.ts';
import { connect, query, reading, startNs } from '../../support/recorded-run.ts';

function runOf(plan: Plan): RunSoFar {
  const run = new RunSoFar(plan);
  run.began(startNs);
  return run;
}

/** Clients are greeted after 4 ms until the fault begins at 10 s; after that, none are. */
function stalled(untilMs: number, plan = smallPlan()): RunSoFar {
  const run = runOf(plan);
  const take = (event: Parameters<RunSoFar['take']>[0], nowMs: number): void => run.take(event, nowMs);
  for (const { id, path, atMs } of plan.arrivals.filter((arrival) => arrival.atMs < Math.min(10_000, untilMs))) {
    const outcome = path === 'tcp' ? 'ok' : 'refused';
    take(connect(atMs, path === 'tcp' ? { greeting: 4 } : { refusal: 40 }, { id, path, outcome }), atMs + 50);
    take(query(atMs), atMs + 10);
    take(query(atMs), atMs + 20);
  }
  for (let ms = 0; ms < untilMs; ms += 500) {
    const depth = Math.max(0, (ms - 10_000) / 1000);
    take(reading(ms, { acceptQueueDepth: Math.round(depth), acceptQueueLimit: 80, dnsSockets: depth > 0 ? 1 : 0 }), ms);
  }
  run.advance(untilMs);
  return run;
}

const surface = { width: 79, height: 23, paint: plain };

describe('a frame of the live view', () => {
  test('has all its lines before the run begins', () => {
    expect(frame(runOf(smallPlan()), null, surface)).toEqual([
      'small · fault slow by 500 ms · mariadb · seed 1',
      'starting the hosts',
      '         ─ baseline ─░░░ fault ░░░─ recovery ─',
      '         longest wait for the greeting          latest   ok ref. t.o. fail pend',
      'tcp                                                  –    ·    ·    ·    ·    ·',
      'outsider                                             –    ·    ·    ·    ·    ·',
      'queue                                           –',
      'DNS                                             0/s, – in flight, 0 in all',
      '         ▁ <3 ms … █ from 3 s',
    ]);
  });

  test('shows during the fault how many clients wait, since when, and how deep the queue is', () => {
    expect(frame(stalled(16_000), 16_000, surface)).toEqual([
      'small · fault slow by 500 ms · mariadb · seed 1',
      'fault, 4 s left · 16 of 30 s, 14 s to the end',
      '         ━ baseline ━▓▓▓ fault ░░░─ recovery ─',
      '         longest wait for the greeting          latest   ok ref. t.o. fail pend',
      'tcp       ▂▂ ▂▂▂▂▂ ▂▂██ █▇▇▇                    4.0 ms    9    ·    ·    ·    7',
      'outsider   ▄  ▄ ▄  ▄ █  █ ▇                      40 ms    ·    4    ·    ·    4',
      'queue    ▁▁▁▁▁▁▁▁▁▁▁▁▁▂▃▄▅▅▆▇                   6 of 80, 6 at most',
      'DNS      ▁▄▆▁▃▆▄▆▃▁▆▄▁▁▁▁▁▁▁▁                   0/s, 1 in flight, 26 in all',
      '         ▁ <3 ms … █ from 3 s',
    ]);
  });

  test('keeps sparklines and the most important counts on a narrow terminal', () => {
    expect(frame(stalled(16_000), 16_000, { ...surface, width: 39 })).toEqual([
      'small · fault slow by 500 ms · mariadb…',
      'fault, 4 s left · 16 of 30 s',
      '         b━▓f░r─',
      '         wait     latest   ok  not pend',
      'tcp      ▂▂█▇     4.0 ms    9    ·    7',
      'outsider ▄▄█▇      40 ms    ·    4    4',
      'queue    ▁▁▄▇     6 of 80, 6 at most',
      'DNS      ▄▄▂▁     0/s, 1 in flight',
      '         ▁ <3 ms … █ from 3 s',
    ]);
  });

  test('spells out every count on a wide terminal', () => {
    expect(frame(stalled(16_000), 16_000, { ...surface, width: 119 })).toEqual([
      'small · fault slow by 500 ms · mariadb · seed 1',
      'fault, 4 s left · 16 of 30 s, 14 s to the end',
      '         ━━━━━ baseline ━━━━━━▓▓▓▓▓▓ fault ░░░░░░░───── recovery ──────',
      '         longest wait for the greeting                                    latest    ok refused timed out failed pending',
      'tcp        ▂ ▂ ▂ ▂ ▂ ▂ ▂  ▂ ▂ █ █ █ ▇ ▇ ▇ ▁                               4.0 ms     9       ·         ·      ·       7',
      'outsider     ▄   ▄   ▄    ▄   █   █   ▇   ▁                                40 ms     ·       4         ·      ·       4',
      'queue    ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▂▂▃▃▄▄▅▅▆▆▇▇                              6 of 80, 6 at most',
      'DNS      ▁▁▅▁█▁▅▁█▁▅▁█▁▅▁▁█▁▅▁▁▁▁▁▁▁▁▁▁▁▁▁▁                              0 queries/s, 1 in flight, 26 in all',
      '         ▁ <3 ms  ▂ <10 ms  ▃ <31 ms  ▄ <100 ms  ▅ <316 ms  ▆ <1 s  ▇ <3 s  █ more',
    ]);
  });

  test('has the same height at every moment', () => {
    const heights = [null, 0, 5000, 10_000, 29_999, 30_000, 45_000].map((nowMs) => frame(stalled(nowMs ?? 0), nowMs, surface).length);
    expect(new Set(heights)).toEqual(new Set([9]));
  });

  test('says how much is left of phase and run, and that the run is being judged when it is over', () => {
    const second = (nowMs: number) => frame(stalled(nowMs), nowMs, surface)[1];
    expect(second(12_300)).toBe('fault, 8 s left · 12 of 30 s, 18 s to the end');
    expect(second(30_000)).toBe('finished; reading the record and judging');
  });

  test('drops the legend first and the paths last when there is no room', () => {
    const of = (height: number) => frame(stalled(20_000), 20_000, { ...surface, height });
    expect(of(8).join('\n')).not.toContain('<3 ms');
    expect(of(3).map((line) => line.split(/[ ,]/)[0])).toEqual(['recovery', 'tcp', 'outsider']);
    expect(of(1)).toHaveLength(1);
  });

  test('colours bad outcomes red and waits yellow, and uses no colour when colours are off', () => {
    const run = stalled(20_000);
    const row = (paint: typeof plain) => frame(run, 20_000, { ...surface, paint }).find((line) => line.startsWith('tcp')) ?? '';
    expect(row(coloured)).toContain('\u001b[33m');
    expect(row(coloured)).not.toContain('\u001b[31m');
    run.take(connect(15_000, {}, { id: 14, outcome: 'timedOut', elapsedMs: 10_000 }), 25_000);
    expect(row(coloured)).toContain('\u001b[31m');
    expect(row(plain)).not.toContain('\u001b');
  });

  test('shows control characters in names as text', () => {
    const run = runOf(smallPlan({}, 'evil\u001b[2J'));
    expect(frame(run, 0, surface)[0]).toContain('evil\\x1b[2J');
  });

  test('has no line wider than the terminal, from 20 to 200 columns, even with wide characters in the name', () => {
    const plans = [smallPlan(), smallPlan({}, '名前解決が遅いときの接続の様子をみる'.repeat(6)), everyPath()];
    for (const plan of plans) {
      const run = stalled(25_000, plan);
      for (let width = 19; width <= 200; width++) {
        for (const paint of width % 20 === 0 ? [plain, coloured] : [plain]) {
          const lines = frame(run, 25_000, { width, height: 30, paint });
          expect(lines.filter((line) => stringWidth(line) > width)).toEqual([]);
          expect(lines).toHaveLength(7 + run.paths.length);
        }
      }
    }
  });

  test('keeps its height and width for any events in any order', () => {
    const plan = everyPath();
    const event = fc.oneof(
      fc
        .record({
          ms: fc.integer({ min: -1000, max: 40_000 }),
          path: fc.constantFrom(...paths),
          outcome: fc.constantFrom(...outcomes),
          id: fc.integer({ min: 0, max: 100 }),
          elapsedMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
        })
        .map(({ ms, ...more }) => connect(ms, {}, more)),
      fc.integer({ min: 0, max: 40_000 }).map((ms) => query(ms)),
      fc
        .record({ ms: fc.integer({ min: 0, max: 40_000 }), depth: fc.nat() })
        .map(({ ms, depth }) => reading(ms, { acceptQueueDepth: depth, acceptQueueLimit: 80, dnsSockets: depth })),
    );
    const times = fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(event), times, fc.integer({ min: 19, max: 200 }), (events, moments, width) => {
        const run = runOf(plan);
        for (const nowMs of moments.toSorted((a, b) => a - b)) {
          run.advance(nowMs);
          for (const each of events) {
            run.take(each, nowMs);
          }
          const lines = frame(run, nowMs, { width, height: 30, paint: plain });
          expect(lines).toHaveLength(7 + run.paths.length);
          expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('takes less than a tenth of a run’s time for 10,000 connects', () => {
    const plan = smallPlan({ load: [{ path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 350 } }] });
    expect(plan.arrivals.length).toBeGreaterThan(10_000);
    const run = runOf(plan);
    const began = process.cpuUsage();
    let frames = 0;
    for (const { id, atMs } of plan.arrivals) {
      run.advance(atMs);
      // Half of the clients stay pending.
      if (id % 2 === 0) {
        run.take(connect(atMs, { greeting: 4 }, { id }), atMs);
      }
      if (atMs >= frames * 200) {
        frames += 1;
        frame(run, atMs, surface);
      }
    }
    const usedMs = (process.cpuUsage(began).user + process.cpuUsage(began).system) / 1000;
    expect(frames).toBeGreaterThan(145);
    expect(run.paths[0]?.counts.ok).toBeGreaterThan(5000);
    // The run takes 30 s.
    expect(usedMs).toBeLessThan(3000);
  });
});

function everyPath(): Plan {
  const onPath = (path: (typeof paths)[number]) => ({ path, arrivals: { process: 'constant', ratePerSecond: 2 } }) as const;
  return smallPlan({ operatorPort: 'sharedLast', load: paths.map(onPath) });
}

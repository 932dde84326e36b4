import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { phases } from '../../lab/model/vocabulary.ts';
import { type LiveViewKind, liveView } from '../../lab/terminal/live-view.ts';
import { smallPlan } from '../support/plan.ts';
import { connect, startNs } from '../support/recorded-run.ts';

const lines: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  lines.length = 0;
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(text.toString()) > 0);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A run whose phases begin on time. One client arrives each second, and is let in after 4 ms. */
function watch(kind: LiveViewKind, phaseMs: number): string[] {
  const timeline = { settleMs: 0, baselineMs: phaseMs, faultMs: phaseMs, recoveryMs: phaseMs };
  const plan = smallPlan({ timeline, load: [{ path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 1 } }] });
  const view = liveView(plan, kind);
  view.began(startNs);
  for (const phase of phases) {
    view.phase(phase, startNs + plan.windows[phase].startMs * 1e6);
    for (let ms = plan.windows[phase].startMs; ms < plan.windows[phase].endMs; ms += 1000) {
      vi.advanceTimersByTime(1000);
      for (const { id } of plan.arrivals.filter(({ atMs }) => atMs === ms)) {
        view.event(connect(ms, { greeting: 4 }, { id }));
      }
    }
  }
  view.ended();
  vi.advanceTimersByTime(60_000);
  return lines.splice(0);
}

describe('a live view without a terminal', () => {
  test('writes a line for each phase and every five seconds after it, without escape codes', () => {
    const shown = watch('full', 12_000);
    expect(shown.map((line) => line.split(' · ')[0])).toEqual([
      'baseline 0 of 36 s',
      'baseline 5 of 36 s',
      'baseline 10 of 36 s',
      'fault    12 of 36 s',
      'fault    17 of 36 s',
      'fault    22 of 36 s',
      'recovery 24 of 36 s',
      'recovery 29 of 36 s',
      'recovery 34 of 36 s',
    ]);
    expect(shown[4]).toBe('fault    17 of 36 s · tcp 4.0 ms, 15 ok, 2 pending · accept queue – · DNS 0 queries/s, – in flight, 0 in all\n');
    expect(shown.join('')).not.toContain('\u001b');
  });

  test('writes at most forty lines for the longest run, and one for each phase', () => {
    expect(watch('full', 600_000).length).toBeLessThanOrEqual(43);
  });

  test('writes only the lines of the phases with --quiet, and nothing with --quiet and --json', () => {
    expect(watch('phases', 10_000).map((line) => line.split(' ')[0])).toEqual(['baseline', 'fault', 'recovery']);
    expect(watch('none', 10_000)).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { mainFigures } from '../../lab/reports/main-figures.ts';
import { renderTerminal } from '../../lab/reports/terminal.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { connect, manifestOf, outage, reading, smallScenario } from '../support/recorded-run.ts';

describe('the figures that matter', () => {
  test('are how fast, how many, whether outsiders got in, and the queue, before and in the fault phase', () => {
    const record = outage(1200);
    const more = [
      connect(11_000, { refusal: 77 }, { path: 'outsider', outcome: 'refused' }),
      connect(12_000, {}, { outcome: 'timedOut', elapsedMs: 10_000 }),
      reading(5000, { acceptQueueDepth: 0 }),
      reading(12_000, { acceptQueueDepth: 42 }),
      connect(5000, { greeting: 3 }, { path: 'socket', source: null }),
    ];
    expect(mainFigures(judge({ ...record, samples: [...record.samples, ...more] }))).toEqual([
      { what: 'Wait of clients on the network (95th percentile)', before: '4 ms', during: '> 1,200 ms' },
      { what: 'Their connects that succeeded', before: '10 of 10', during: '10 of 11' },
      { what: 'Connects of outsiders that succeeded', before: '–', during: '0 of 1' },
      { what: 'Connections in the accept queue (most)', before: '0', during: '42' },
    ]);
  });

  test('take others for those that a run does not have', () => {
    const samples = [5000, 12_000].map((ms) => connect(ms, { greeting: 3 }, { path: 'socket', source: null }));
    expect(mainFigures(judge(outage(1200, { samples }))).map(({ what }) => what)).toEqual([
      'Wait at the Unix socket (95th percentile)',
      'Connects through the Unix socket that succeeded',
    ]);
  });

  test('are missing, without an empty table, in a run that never began', () => {
    const manifest = manifestOf(smallScenario(), { startNs: null, server: null, ended: 'failed', problem: 'no space' });
    const record = outage(1200, { manifest, samples: [], events: [] });
    expect(mainFigures(judge(record))).toEqual([]);
    expect(renderTerminal(record, judge(record), false)).not.toContain('in the fault phase');
  });
});

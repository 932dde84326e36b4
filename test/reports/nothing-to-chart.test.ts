import { describe, expect, test } from 'vitest';
import { chartData } from '../../lab/reports/html/charts-of-run.ts';
import { page } from '../../lab/reports/html/report-html.ts';
import { summary } from '../../lab/reports/summary.ts';
import { renderTerminal } from '../../lab/reports/terminal.ts';
import { judge } from '../../lab/verdict/judge.ts';
import { connect, outage, reading } from '../support/recorded-run.ts';

const browser = { script: '', style: '', scriptDigest: '', styleDigest: '' };
const text = (record: ReturnType<typeof outage>): string => renderTerminal(record, judge(record), false);
const html = (record: ReturnType<typeof outage>): string => page.render(record, judge(record), browser);
const charts = (shown: string): string[] => [...shown.matchAll(/<div class="chart" id="([a-z-]+)">/g)].map(([, id = '']) => id);

const full = outage(1200);
const withReadings = {
  ...full,
  samples: [...full.samples, reading(12_000, { acceptQueueDepth: 4, timeWait: 7 }), reading(13_000, { timeWait: 3 }, 'client')],
};
const flat = {
  ...full,
  events: [],
  samples: [reading(12_000, { acceptQueueDepth: 0, timeWait: 0 }), reading(12_000, { timeWait: 0 }, 'client')],
};
const empty = { ...full, events: [], samples: [] };

describe('a plot of nothing is left out of the text, and a sentence says why', () => {
  test('where nothing came, and nothing was read', () => {
    const shown = text(empty);
    expect(shown).toContain(
      'No client connected over TCP, so there is no chart of waits.\nThe accept queue was not read, so there is no chart of it.',
    );
    expect(shown).toContain('No connects were recorded, so there is no table of them.');
    expect(shown).not.toMatch(/[┼┤]/);
  });

  test('where the queue was empty throughout', () => {
    expect(text(flat)).toContain('The accept queue was empty at every reading, so there is no chart of it.');
  });

  test('where only connects of another path came', () => {
    expect(text({ ...full, samples: [connect(1000, { greeting: 3 }, { path: 'socket' })] })).toContain('No client connected over TCP');
  });

  test('but not where there is something to see', () => {
    expect(text(withReadings)).not.toContain('so there is no');
    expect(text(withReadings).match(/^(Longest wait of a TCP client, in s,|Connections in the accept queue$)/gm)).toHaveLength(2);
  });

  test('and waits below a second are plotted in ms, or they would be a line at zero', () => {
    const shown = text(outage(800));
    expect(shown).toContain('Longest wait of a TCP client, in ms, by arrival time');
    expect(shown).toMatch(/ 80\d ┼/);
  });
});

describe('a chart of nothing is left out of the page, and a sentence says why', () => {
  test('with all kinds of samples there are all charts', () => {
    expect(charts(html(withReadings))).toEqual(['connects', 'accept-queue', 'time-wait', 'queries-open', 'queries-per-second']);
    expect(html(withReadings)).not.toContain('so there is no');
  });

  test('without any there are none, no zoom, and five sentences', () => {
    const shown = html(empty);
    expect(chartData(empty)).not.toBeNull();
    expect(charts(shown)).toEqual([]);
    expect(shown).not.toContain('id="zoom"');
    expect(shown).not.toContain('Drag over a chart');
    expect([...shown.matchAll(/<p(?: class="note")?>([^<]*so there is no [^<]*)<\/p>/g)].map(([, sentence]) => sentence)).toEqual([
      'No client connected, so there is no chart of waits.',
      'The accept queue was not read, so there is no chart of it.',
      'Sockets in TIME_WAIT were not counted, so there is no chart of them.',
      'By the ledger, the database host asked the DNS nothing, so there is no chart of its queries.',
      'No connects were recorded, so there is no table of them.',
    ]);
  });

  test('zeros are not charts', () => {
    const shown = html(flat);
    expect(shown).toContain('The accept queue was empty at every reading, so there is no chart of it.');
    expect(shown).toContain('No socket was in TIME_WAIT at any reading, so there is no chart of them.');
  });
});

test('the summary says that nothing was recorded, instead of a table without rows', () => {
  expect(summary.render(empty, judge(empty))).toContain('No connects were recorded, so there is no table of them.');
});

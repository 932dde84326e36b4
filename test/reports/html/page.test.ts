import { describe, expect, test } from 'vitest';
import { bundlePage } from '../../../lab/bundling/report-page.ts';
import { keptRemedies } from '../../../lab/campaigns/kept-remedies.ts';
import { probes } from '../../../lab/probes/index.ts';
import type { RunRecord } from '../../../lab/record/run-record.ts';
import type { Reading } from '../../../lab/record/samples.ts';
import { alertSection, alerts } from '../../../lab/reports/html/alerts.ts';
import { chartData } from '../../../lab/reports/html/charts-of-run.ts';
import { html, json } from '../../../lab/reports/html/markup.ts';
import { page } from '../../../lab/reports/html/report-html.ts';
import { judge } from '../../../lab/verdict/judge.ts';
import { atNs, connect, faultEvents, manifestOf, outage, query, reading, smallScenario } from '../../support/recorded-run.ts';

describe('markup', () => {
  test('escapes every value, in text and in attributes, and leaves markup as it is', () => {
    const evil = `<b title="x" id='y'>&amp;`;
    const escaped = '&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;';
    expect(html`<p title="${evil}">${[evil, html`<i>${1}</i>`]}</p>`.text).toBe(`<p title="${escaped}">${escaped}<i>1</i></p>`);
  });

  test('shows escape codes and characters that no document can hold as text', () => {
    expect(html`${'a\u001b[2J\u0000\ud800\uffff'}`.text).toBe('a\\x1b[2J\\x00\\ud800\\uffff');
  });

  test('keeps data from ending the element that holds it', () => {
    const value = { line: '</script><!-- <script>' };
    expect(json(value).text).not.toContain('<');
    expect(JSON.parse(json(value).text)).toEqual(value);
  });
});

describe('the data of the charts', () => {
  test('has every connect by path and outcome, with its client’s wait', () => {
    const record = outage(0, {
      samples: [
        connect(2000, { greeting: 1200, firstResult: 1300 }),
        connect(1000, { greeting: 4 }),
        connect(3000, { refusal: 77 }, { path: 'outsider', outcome: 'refused' }),
        connect(4000, {}, { path: 'socket', source: null, outcome: 'timedOut', elapsedMs: 10_000 }),
        connect(5000, { firstResult: 2 }, { path: 'session', source: null }),
      ],
    });
    expect(chartData(record)?.connects).toEqual([
      { path: 'tcp', outcome: 'ok', stepMs: [1000, 1000], value: [4, 1200] },
      { path: 'outsider', outcome: 'refused', stepMs: [3000], value: [77] },
      { path: 'socket', outcome: 'timedOut', stepMs: [4000], value: [10_000] },
      { path: 'session', outcome: 'ok', stepMs: [5000], value: [2] },
    ]);
  });

  test('has the fault when the ledger shows it, and no fault if it never was in force', () => {
    const late = faultEvents.map((event) => (event.kind === 'fault' ? { ...event, atNs: event.atNs + 2e9 } : event));
    expect(chartData(outage(1200, { events: late }))?.fault).toEqual({ fromMs: 12_000, toMs: 22_000 });
    expect(chartData(outage(1200, { events: faultEvents.slice(0, 1) }))?.fault).toEqual({ fromMs: 10_000, toMs: 30_000 });
    expect(chartData(outage(1200, { events: [] }))?.fault).toBeNull();
  });

  test('counts the open queries at every change, and the queries of each second', () => {
    const events = [query(1000, { answeredNs: atNs(1500) }), query(1200, { answeredNs: atNs(1400) })];
    const data = chartData(outage(1200, { events }));
    expect(data?.queriesOpen).toEqual({ stepMs: [0, 1000, 200, 200, 100], value: [0, 1, 2, 1, 0] });
    expect(data?.queriesPerSecond.value.slice(0, 3)).toEqual([0, 2, 0]);
  });

  test('is empty if the run did not begin', async () => {
    const manifest = manifestOf(smallScenario(), { startNs: null, server: null, ended: 'failed', problem: 'no <space>' });
    const record = outage(1200, { manifest, samples: [], events: [] });
    expect(chartData(record)).toBeNull();
    const text = page.render(record, judge(record), await bundlePage());
    expect(text).toContain('The run did not begin');
    expect(text).toContain('failed: no &lt;space&gt;');
  });
});

describe('the page', () => {
  test('shows verdict, cause, what it means elsewhere, the main figures and the connects first, then the rest', async () => {
    const manifest = manifestOf(smallScenario({ fixes: ['hosts-file'] }));
    const lookups = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map((second) =>
      query(second * 1000, { answeredNs: atNs(second * 1000 + 790) }),
    );
    const record = outage(800, { manifest, events: [...faultEvents, ...lookups] });
    const text = page.render(record, judge(record), await bundlePage(), keptRemedies());
    const places = [
      '✘ refuted',
      '<p class="cause">Cause: the DNS – ',
      '<h2>On a host of your own',
      '<strong>numeric-acl</strong>',
      '<h2>The figures that matter',
      '<h2>Timeline',
      'id="connects"',
      '<h2>Expectations',
      '<h2>The scenario',
      '<h2>Cause, as computed',
      '<h2>TIME_WAIT and DNS over time',
      '<h2>How the connects ended',
      '<h2>What the fixes change',
      '<h2>How to alert',
      '<h2>The run',
    ];
    const found = places.map((place) => text.indexOf(place));
    expect(found).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  test('folds the expectations that passed, and shows the others', async () => {
    const passes = smallScenario().expectations.map((each) => ({ ...each, id: 'passes', text: 'passes', atLeast: 1 }));
    const record = outage(800, { manifest: manifestOf(smallScenario({ expectations: [...passes, ...smallScenario().expectations] })) });
    const text = page.render(record, judge(record), await bundlePage());
    const folded = text.slice(text.indexOf('<details><summary>1 of 2 passed</summary>'), text.indexOf('</details>'));
    expect(folded).toContain('<td>passes</td>');
    expect(folded).not.toContain('clients stall');
    expect(text.slice(text.indexOf('<h2>Expectations'), text.indexOf('<details>'))).toContain('clients stall');
  });

  test('names no address to load anything from', async () => {
    const record = outage(1200);
    const { script, style } = await bundlePage();
    const text = page.render(record, judge(record), { script: '', style: '', scriptDigest: '', styleDigest: '' });
    expect(text).not.toMatch(/(src|href|action)\s*=/);
    expect(style).not.toMatch(/url\(|@import/);
    expect(`${script}${style}`).not.toMatch(/<!--|<\/(script|style)/i);
  });

  test('advises the commands of the lab’s own probes', () => {
    const advised = alerts.map(({ command }) => command);
    const early = ['accept-queue', 'dns-sockets', 'accept-thread', 'listen-drops'];
    for (const id of early) {
      expect({ id, isAdvised: advised.includes(probes.find((probe) => probe.id === id)?.command ?? '') }).toEqual({ id, isAdvised: true });
    }
  });
});

/** The rows of the table of signs: name, figure before the fault, figure in the fault. */
function signsIn(record: RunRecord): string[][] {
  const cells = alertSection(record, judge(record)).text.matchAll(
    /<strong>([^<]*)<\/strong>[\s\S]*?"before the fault">([^<]*)<[\s\S]*?"in the fault">([^<]*)</g,
  );
  return [...cells].map(([, what = '', ...figures]) => [what.replace(/ \(.*/, ''), ...figures]);
}

/** A look at the database host each half second; `during` gives the looks of the fault phase. */
const looked = (healthy: Reading['values'], during: (index: number) => Reading['values']): Reading[] =>
  Array.from({ length: 60 }, (_, index) => reading(index * 500, index >= 20 && index < 40 ? during(index) : healthy));

describe('the signs to alert on', () => {
  test('are the signs that differed between the fault and the time before it in this run', () => {
    const { samples, ...rest } = outage(1200);
    const healthy = { acceptQueueDepth: 0, dnsSockets: 0, acceptThreadInLookup: 0, listenOverflows: 7 };
    const readings = looked(healthy, (index) => ({
      ...healthy,
      acceptQueueDepth: 12,
      dnsSockets: 1,
      acceptThreadInLookup: index % 2,
      listenOverflows: 7 + index,
    }));
    expect(signsIn({ ...rest, samples: [...samples, ...readings] })).toEqual([
      ['Time until the server’s greeting, from another host', '4 ms (p95)', '1,200 ms (p95)'],
      ['Connections in the accept queue', '0 (p95)', '12 (p95)'],
      ['A UDP socket of mysqld to port 53', '0 % of looks', '100 % of looks'],
      ['The accept thread waits with a time-out', '0 % of looks', '50 % of looks'],
      ['Connections that the kernel dropped because the accept queue was full', '0', '39'],
    ]);
  });

  test('leave out what a look may find on a healthy host, too, and say so if nothing is left', () => {
    const { samples, ...rest } = outage(5);
    const found = (index: number) => ({
      acceptQueueDepth: index % 10 === 0 ? 1 : 0,
      dnsSockets: index % 10 === 0 ? 1 : 0,
      listenOverflows: 3,
    });
    const readings = Array.from({ length: 60 }, (_, index) => reading(index * 500, found(index)));
    const record = { ...rest, samples: [...samples, ...readings] };
    expect(signsIn(record)).toEqual([]);
    const { text } = alertSection(record, judge(record));
    expect(text).toContain('there was no sign to alert on');
    expect(text).not.toContain('<table');
  });

  test('count refused clients as the table of connects does, without outsiders, which are always refused', () => {
    const { samples, ...rest } = outage(5);
    const refused = (ms: number, path: 'tcp' | 'outsider') => connect(ms, { refusal: 3 }, { path, outcome: 'refused' });
    const outsiders = [3000, 12_000, 13_000, 14_000].map((ms) => refused(ms, 'outsider'));
    // The server’s own counter says 4, because it includes outsiders.
    const readings = looked({ connectionErrorsTcpwrap: 1 }, () => ({ connectionErrorsTcpwrap: 4 }));
    expect(signsIn({ ...rest, samples: [...samples, ...outsiders, ...readings] })).toEqual([]);
    const clients = [12_500, 13_500].map((ms) => refused(ms, 'tcp'));
    const record = { ...rest, samples: [...samples, ...outsiders, ...clients, ...readings] };
    expect(signsIn(record)).toEqual([['Allowed clients that libwrap has refused', '0 of 10 connects', '2 of 12 connects']]);
    expect(judge(record).phases['fault']?.paths['tcp']).toMatchObject({ attempts: 12, refused: 2 });
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { bundlePage } from '../../../lab/bundling/report-page.ts';
import { chromiumHint, findChromium } from '../../../lab/engine/debian/chromium.ts';
import type { RunRecord } from '../../../lab/record/run-record.ts';
import { page as report } from '../../../lab/reports/html/report-html.ts';
import { judge } from '../../../lab/verdict/judge.ts';
import { Browser, type Opened } from '../../support/chromium.ts';
import { atNs, connect, faultEvents, manifestOf, outage, query, reading, smallScenario } from '../../support/recorded-run.ts';

const executable = findChromium(process.env.PATH ?? '');
if (executable === null) {
  process.stderr.write(`\nSKIPPED: no Chromium, so report.html is not tested in a browser; to test it: ${chromiumHint}\n\n`);
}

const charts = ['connects', 'accept-queue', 'time-wait', 'queries-open', 'queries-per-second'];

async function render(record: RunRecord): Promise<string> {
  return report.render(record, judge(record), await bundlePage());
}

/** An outage with everything that a chart can show. */
function busy(change: Partial<RunRecord> = {}): RunRecord {
  const record = outage(1200);
  const readings = Array.from({ length: 60 }, (_, half) => [
    reading(half * 500, { acceptQueueDepth: half, timeWait: 2 * half }),
    reading(half * 500 + 1, { timeWait: half }, 'client'),
  ]);
  const others = [
    connect(11_000, { refusal: 77 }, { path: 'outsider', outcome: 'refused' }),
    connect(12_000, {}, { path: 'socket', source: null, outcome: 'timedOut', elapsedMs: 10_000 }),
  ];
  const ledger = Array.from({ length: 20 }, (_, index) => query(10_000 + index * 500, { answeredNs: atNs(10_400 + index * 500) }));
  return { ...record, samples: [...record.samples, ...readings.flat(), ...others], events: [...faultEvents, ...ledger], ...change };
}

/** The share of a chart's pixels that were drawn on, in percent, and the number of colours. */
async function drawn({ page }: Opened, id: string): Promise<{ percent: number; colours: number }> {
  const found = await page.evaluate(`(() => {
    const canvas = document.querySelector('#${id} canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const pixels = new Uint32Array(data.buffer);
    const painted = pixels.filter((pixel) => pixel !== 0);
    return { percent: (100 * painted.length) / pixels.length, colours: new Set(painted).size };
  })()`);
  return z.object({ percent: z.number(), colours: z.number() }).parse(found);
}

const number = async ({ page }: Opened, expression: string): Promise<number> => z.number().parse(await page.evaluate(expression));
const text = async ({ page }: Opened, expression: string): Promise<string> => z.string().parse(await page.evaluate(expression));

describe.skipIf(executable === null)('report.html, opened from a file in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await Browser.start(executable ?? '');
  });
  afterAll(async () => browser?.[Symbol.asyncDispose]());

  test('shows the verdict, draws every chart, loads nothing and logs no error', async () => {
    const opened = await browser.open(await render(busy()));
    expect(await opened.page.locator('.verdict').innerText()).toMatch(/CONFIRMED/);
    expect(await opened.page.locator('.verdict').isVisible()).toBe(true);
    for (const id of charts) {
      const { percent, colours } = await drawn(opened, id);
      expect({ id, isDrawn: percent > 2 && colours > 4 }).toEqual({ id, isDrawn: true });
    }
    expect(opened.requests).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  test('shades the fault when the ledger shows it, not when it was planned', async () => {
    const late = faultEvents.map((event) => (event.kind === 'fault' ? { ...event, atNs: event.atNs + 5e9 } : event));
    const [asPlanned, asSeen] = [await browser.open(await render(busy())), await browser.open(await render(busy({ events: late })))];
    // Two places in the accept queue's chart: 12.5 s is only in the planned window, 22.5 s only in the ledger's.
    const shade = (opened: Opened, seconds: number) =>
      number(
        opened,
        `(() => {
          const canvas = document.querySelector('#connects canvas');
          const over = document.querySelector('#connects .u-over');
          const x = (over.offsetLeft + (over.clientWidth * ${seconds}) / 30) * devicePixelRatio;
          const column = canvas.getContext('2d').getImageData(Math.round(x), over.offsetTop * devicePixelRatio, 1, over.clientHeight * devicePixelRatio).data;
          return column.filter((alpha, index) => index % 4 === 3 && alpha > 0).length / over.clientHeight / devicePixelRatio;
        })()`,
      );
    expect(await shade(asPlanned, 12.5)).toBeGreaterThan(0.9);
    expect(await shade(asPlanned, 22.5)).toBeLessThan(0.5);
    expect(await shade(asSeen, 12.5)).toBeLessThan(0.5);
    expect(await shade(asSeen, 22.5)).toBeGreaterThan(0.9);
  });

  test('is as wide as a phone, without scrolling sideways', async () => {
    const opened = await browser.open(await render(busy()), {}, 390);
    expect(await number(opened, 'document.documentElement.scrollWidth')).toBe(390);
    expect(await number(opened, `document.querySelector('#connects canvas').getBoundingClientRect().right`)).toBeLessThanOrEqual(390);
  });

  test('has small indents on a phone, and a hint above a table that is wider than the screen; elsewhere neither', async () => {
    const looks = async (width: number) => {
      const opened = await browser.open(await render(busy()), {}, width);
      const style = (element: string, property: string): Promise<string> =>
        text(opened, `getComputedStyle(document.querySelector('${element}'), ${element === '.wide' ? "'::before'" : 'null'}).${property}`);
      return {
        hint: await style('.wide', 'content'),
        padding: await style('pre', 'paddingLeft'),
        columns: await style('dl', 'gridTemplateColumns'),
      };
    };
    const [phone, desk] = [await looks(390), await looks(1100)];
    expect(phone).toMatchObject({ hint: '"Swipe sideways to see the whole table →"', padding: '8px' });
    expect(phone.columns.split(' ')).toHaveLength(1);
    expect(desk).toMatchObject({ hint: 'none', padding: '14.4px' });
    expect(desk.columns.split(' ')).toHaveLength(2);
  });

  test('is dark, with its charts, if the reader prefers that, and light in print', async () => {
    const ground = `getComputedStyle(document.body).backgroundColor`;
    const [day, night] = [
      await browser.open(await render(busy()), { colorScheme: 'light' }),
      await browser.open(await render(busy()), { colorScheme: 'dark' }),
    ];
    expect(await text(day, ground)).toBe('rgb(255, 255, 255)');
    expect(await text(night, ground)).toBe('rgb(20, 23, 27)');
    const picture = `document.querySelector('#connects canvas').toDataURL()`;
    expect(await text(night, picture)).not.toBe(await text(day, picture));
    await night.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await text(night, ground)).toBe('rgb(255, 255, 255)');
  });

  test('describes the point under the pointer, and zooms all charts to a phase', async () => {
    const opened = await browser.open(await render(busy()));
    const chart = opened.page.locator('#connects .u-over');
    await chart.scrollIntoViewIfNeeded();
    const over = await chart.boundingBox();
    const { x = 0, y = 0, width = 0, height = 0 } = over ?? {};
    // The socket's connect came at 12 s of 30 and waited 10 s; the scale goes from 1 ms to 100 s.
    await opened.page.mouse.move(x + (width * 12) / 30, y + height / 5);
    expect(await opened.page.locator('.tooltip').innerText()).toBe('socket ✕ timed out: 10,000 ms\ncame at 12.00 s');
    const before = await text(opened, `document.querySelector('#accept-queue canvas').toDataURL()`);
    await opened.page.getByRole('button', { name: 'recovery' }).click();
    await opened.page.waitForFunction(
      `document.querySelector('#accept-queue canvas').toDataURL() !== ${JSON.stringify(before)}`,
      undefined,
      { timeout: 20_000 },
    );
  });

  test('runs no code that came from a server or a name', async () => {
    const attack = `</script><script>document.title = 'taken'</script><img src=x onerror="document.title = 'taken'">`;
    const scenario = smallScenario({ title: `t ${attack}`, story: attack });
    const server = manifestOf(scenario).server;
    const manifest = manifestOf(scenario, {
      server: server === null ? null : { ...server, version: attack },
      clients: [{ name: `<script>document.title = 'taken'</script>`, address: '198.18.1.1' }],
      command: [attack],
    });
    const opened = await browser.open(await render(busy({ manifest })));
    expect(await opened.page.title()).toBe('confirmed: small – wraplab');
    expect(await opened.page.locator('h1').innerText()).toContain(attack);
    expect(await opened.page.locator('img').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });

  test('draws 100,000 connects, and the test prints how long that takes', async () => {
    const html = await render(crowded(100_000));
    expect(html.length / 100_000).toBeLessThan(30);
    const opened = await browser.open(html);
    expect((await drawn(opened, 'connects')).percent).toBeGreaterThan(5);
    expect(opened.complaints).toEqual([]);
    const times = await opened.page.evaluate(timesOfCharts);
    process.stderr.write(`report.html of 100,000 connects: ${(html.length / 1e6).toFixed(2)} MB, ms: ${JSON.stringify(times)}\n`);
  });
});

/** In ms: opening the page until its charts are drawn; each of eight zooms of all charts until the next frame; a move of the pointer. */
const timesOfCharts = `(async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const opened = Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd);
  const [all, , baseline] = document.querySelectorAll('.zoom button');
  const zooms = [];
  for (const button of [baseline, all, baseline, all, baseline, all, baseline, all]) {
    const began = performance.now();
    button.click();
    await frame();
    zooms.push(Math.round(performance.now() - began));
  }
  const over = document.querySelector('#connects .u-over');
  const { left, top } = over.getBoundingClientRect();
  const began = performance.now();
  for (let move = 0; move < 50; move += 1) {
    over.dispatchEvent(new MouseEvent('mousemove', { clientX: left + 300 + move, clientY: top + 100 + move, bubbles: true }));
  }
  return { opened, zooms, pointer: Number(((performance.now() - began) / 50).toFixed(1)) };
})()`;

/** This many connects in 30 s, with two lookups for each outside the fault. In the fault the accept thread makes hardly any. */
function crowded(count: number): RunRecord {
  const times = Array.from({ length: count }, (_, index) => (index * 30_000) / count);
  const isInFault = (ms: number): boolean => ms >= 10_000 && ms < 20_000;
  const samples = times.map((ms, index) => {
    const greeting = isInFault(ms) ? 1000 + ((index * 7919) % 9000) : 2 + ((index * 7919) % 500) / 50;
    return connect(ms, { tcpConnected: 0.3 + ((index * 104_729) % 100) / 100, greeting, firstResult: greeting + 1 });
  });
  const ledger = times
    .filter((ms) => !isInFault(ms))
    .flatMap((ms) => [query(ms, { answeredNs: atNs(ms + 0.1) }), query(ms + 0.1, { type: 'A', answeredNs: atNs(ms + 0.2) })]);
  return outage(1200, { samples, events: [...faultEvents, ...ledger] });
}

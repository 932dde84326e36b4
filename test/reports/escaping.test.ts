import { describe, expect, test } from 'vitest';
import { create } from 'xmlbuilder2';
import { bundlePage } from '../../lab/bundling/report-page.ts';
import type { Matrix } from '../../lab/campaigns/matrix/grid/answers.ts';
import { figuresAsMarkdown, matrixAsMarkdown, matrixAsText } from '../../lab/campaigns/matrix/grid/matrix-table.ts';
import { asText } from '../../lab/campaigns/verify/results/verify-text.ts';
import type { RunRecord } from '../../lab/record/run-record.ts';
import { reports } from '../../lab/reports/index.ts';
import { renderTerminal } from '../../lab/reports/terminal.ts';
import { judge } from '../../lab/verdict/judge.ts';
import type { JudgedExpectation } from '../../lab/verdict/verdict-schema.ts';
import { manifestOf, outage, smallScenario } from '../support/recorded-run.ts';

/** Every character that turns the direction of the text after it: `\u202egpj.exe` reads as "exe.jpg". */
const turning = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';
const turningAsText = [...turning].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

/** A host's name, a line of a server's log, and a byte that XML cannot represent. */
const hostName = 'web1.<script>alert(1)</script>.test';
const logLine = `${turning}\u001b[2J\u001b]0;owned\u0007 [Note] | \`rm -rf\` ]]> **bold** [link](http://x) &amp; &nbsp; &#0; &#x1; "quoted"`;
const illegal = 'nul \u0000, backspace \u0008, half \ud800, none \ufffe';

/** A run in which everything from outside is hostile: it failed with the server's words, and a fix changes hostile files. */
function hostile(): RunRecord {
  const all = `${hostName} ${logLine} ${illegal} \u009b`;
  const scenario = smallScenario({ story: all, fixes: ['numeric-acl'] });
  const manifest = manifestOf(scenario);
  const { server } = manifest;
  return outage(1200, {
    manifest: {
      ...manifest,
      scenarioName: `small ${all}`,
      server: server === null ? null : { ...server, version: logLine, source: all, variables: { skip_name_resolve: all } },
      clients: [{ name: hostName, address: '198.18.1.1' }],
      filesBeforeFixes: { ...manifest.filesBeforeFixes, '/etc/hosts': `198.18.1.1 ${all}\n` },
      scenario: {
        ...manifest.scenario,
        title: all,
        expectations: [
          ...manifest.scenario.expectations,
          {
            id: 'variable',
            text: all,
            measure: { of: 'variable', name: 'skip_name_resolve' },
            phase: 'fault',
            is: `not ${all}`,
            minimumSamples: 1,
          },
        ],
      },
      ended: 'failed',
      problem: all,
      command: ['npm', 'run', 'scenario', all],
    },
  });
}

const render = async (id: string): Promise<string> => {
  const report = reports.find((each) => each.id === id);
  const record = hostile();
  return report?.render(record, judge(record), await bundlePage()) ?? '';
};

/** Control characters that no text file needs, and characters that turn the direction of writing. */
const unprintable = /[^\P{Cc}\t\n\r]|\p{Bidi_Control}/u;

describe('text from a server, a file or a name', () => {
  test.each(reports.map(({ id }) => id))('brings no control character into %s', async (id) => {
    const text = await render(id);
    expect(text).toContain('owned');
    // The browser's own code may contain such characters; it belongs to the lab.
    expect(text.replace(/<script>[\s\S]*?<\/script>/g, '')).not.toMatch(unprintable);
  });

  test.each(reports.map(({ id }) => id))('is shown in %s with characters that turn the direction of writing made visible', async (id) => {
    expect(await render(id)).toContain(id === 'summary' ? turningAsText.replaceAll('\\', '\\\\') : turningAsText);
  });

  test('is the same to a program that reads verdict.json, however its characters are written', async () => {
    const record = hostile();
    expect(JSON.parse(await render('verdict-json'))).toEqual(JSON.parse(JSON.stringify(judge(record))));
  });

  test('is shown by the matrix as text, in the terminal and in Markdown', () => {
    const hostileMatrix: Matrix = {
      schema: 'wraplab/matrix@1',
      server: { id: 'mariadb', version: logLine },
      seed: 1,
      standards: { fastWithinMs: 1000, availablePercent: 99 },
      rows: [{ id: hostName, title: logLine, kind: 'remedy' }],
      columns: [{ name: logLine, title: logLine }],
      cells: [{ fix: hostName, fault: logLine, unavailable: logLine, result: null, run: null }],
    };
    const markdown = `${matrixAsMarkdown(hostileMatrix)}\n${figuresAsMarkdown(hostileMatrix)}`;
    for (const text of [matrixAsText(hostileMatrix, false), markdown]) {
      expect(text).not.toMatch(unprintable);
      expect(text).toContain('\\u202e');
    }
    const bare = markdown.replace(/\\./g, '').replace(/`[^`\n]*`/g, '');
    expect(bare).not.toMatch(/<|\*\*|\]\(/);
    const columns = bare.split('\n').map((line) => line.split('|').length - 2);
    expect(new Set(columns)).toEqual(new Set([2, 10]));
  });

  test('is shown in the terminal as text, with colours too', () => {
    const record = hostile();
    const text = renderTerminal(record, judge(record), true);
    expect(text).toContain('\\x1b[2J\\x1b]0;owned\\x07');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: only colours may be there.
    expect(text.replace(/\u001b\[\d+m/g, '')).not.toMatch(unprintable);
  });

  test('is shown in the page as text, never as an element', async () => {
    const text = await render('html');
    expect(text).toContain('web1.&lt;script&gt;alert(1)&lt;/script&gt;.test');
    expect(text).not.toContain('<script>alert');
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text).toContain('nul \\x00, backspace \\x08, half \\ud800, none \\ufffe');
  });

  test('leaves the XML valid, and is the same there', async () => {
    const xml = await render('junit');
    expect(() => create(xml)).not.toThrow();
    expect(xml).not.toMatch(/<script|<b>|[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u);
    expect(xml).not.toMatch(/&(?!(lt|gt|amp|quot|apos);)/);
    const cases = xml.match(/<testcase .*/g) ?? [];
    expect(cases).toHaveLength(2);
    expect(cases[1]).toContain('web1.&lt;script&gt;alert(1)&lt;/script&gt;.test');
    expect(cases[1]).toContain(
      '&amp;amp; &amp;nbsp; &amp;#0; &amp;#x1; &quot;quoted&quot; nul \\x00, backspace \\x08, half \\ud800, none \\ufffe',
    );
  });

  test('makes no elements, emphasis or links in Markdown, and tables keep their columns', async () => {
    const text = await render('summary');
    // Text is what is escaped, or in a span or a block of code.
    const bare = text
      .replace(/^(`{3,})\n[\s\S]*?\n\1$/gm, '')
      .replace(/\\./g, '')
      .replace(/`[^`\n]*`/g, '');
    expect(bare).not.toMatch(/<(?!\/?(details|summary)>|br>)/);
    expect(bare).not.toMatch(/\*\*|\]\(/);
    const columns = bare
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|').length - 2);
    expect(new Set(columns)).toEqual(new Set([3, 4, 11]));
  });

  test('is shown by verify as text, with colours too', () => {
    const expectation: JudgedExpectation = {
      id: 'fast',
      text: logLine,
      verdict: 'refuted',
      measured: logLine,
      unit: '',
      relation: 'is',
      limit: 'x',
      basis: 'fixed',
      samples: 1,
      reason: logLine,
    };
    const fault = {
      fault: 'dead',
      verdict: 'refuted' as const,
      reasons: [logLine],
      expectations: [expectation],
      run: null,
      server: logLine,
      seconds: 1,
    };
    const text = asText(
      { folder: logLine, warnings: [{ file: 'hosts', line: 1, weight: 'note', text: logLine }], assumed: [logLine], faults: [fault] },
      true,
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: only colours may be there.
    expect(text.replace(/\u001b\[\d+m/g, '')).not.toMatch(unprintable);
    expect(text.match(/\\x1b\[2J/g)?.length).toBeGreaterThanOrEqual(5);
  });
});

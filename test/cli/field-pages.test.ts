import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fieldPage, fieldsWithoutMeaning } from '../../lab/cli/dev/generated/field-pages.ts';
import { fieldsOf } from '../../lab/cli/dev/generated/schema-fields.ts';

describe('the page of fields', () => {
  test('says what every field means', () => {
    expect(fieldsWithoutMeaning()).toEqual([]);
  });

  test('has type, bounds and default of each', () => {
    const lines = fieldPage().split('\n');
    for (const line of [
      '| `title` | text, not empty, at most 100 characters | required | One line for lists. |',
      "| `recordTtlSeconds` | whole number, ≥ 0, ≤ 86,400 | `60` | The TTL of the nameservers' answers, in seconds. |",
      '| `host` | [database host](#database-host) | required | The database host before the fixes. |',
      "| `id: 'dead'` |  |  | the nameserver never answers (silence). |",
      '| `share` | number, ≥ 0, ≤ 1 | `0.3` | The share of the queries that is lost. |',
    ]) {
      expect(lines).toContain(line);
    }
  });

  test('links to sections that it has', () => {
    const page = fieldPage();
    const links = [...page.matchAll(/\]\(#([a-z-]+)\)/g)].map(([, anchor]) => anchor);
    const anchors = [...page.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-'));
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([]);
  });
});

describe('the fields of a schema', () => {
  test('are told with wrappers, lists, forms and descriptions', () => {
    const schema = z.strictObject({
      a: z.string().min(1).optional().describe('A.'),
      b: z
        .array(z.strictObject({ c: z.number().gt(0).lt(1).describe('C.') }))
        .min(2)
        .describe('B.'),
      d: z.union([z.number(), z.strictObject({ e: z.literal('x') }).describe('X.')]).default(5),
    });
    expect(fieldsOf(schema, new Map())).toEqual([
      { path: '`a`', type: 'text, not empty', fallback: 'optional', meaning: 'A.' },
      { path: '`b`', type: 'list of object (≥ 2)', fallback: 'required', meaning: 'B.' },
      { path: '`b[].c`', type: 'number, > 0, < 1', fallback: 'required', meaning: 'C.' },
      { path: '`d`', type: 'number or object', fallback: '`5`', meaning: '' },
      { path: "`d.e: 'x'`", type: '', fallback: '', meaning: 'X.' },
    ]);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { earlierVerify } from '../../../lab/campaigns/verify/earlier-verify.ts';
import { changesHeadline, changesSince } from '../../../lab/campaigns/verify/results/changes.ts';
import { resultWithoutRun } from '../../../lab/campaigns/verify/results/result.ts';
import { markdown } from '../../../lab/campaigns/verify/results/verify-markdown.ts';
import type { VerifyRecord } from '../../../lab/campaigns/verify/results/verify-record.ts';
import { asText } from '../../../lab/campaigns/verify/results/verify-text.ts';
import { fails, judged, passes, recorded, resultOf } from '../../support/verified.ts';

const root = mkdtempSync(join(tmpdir(), 'wraplab-earlier-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const now = recorded(resultOf([passes, fails]), { hosts: 'a', 'hosts.allow': 'b' });

describe('what changed since the last verify', () => {
  test('is nothing for the same files and answers', () => {
    const changes = changesSince({ ...now, startedAt: '2026-01-01T10:20:30.000Z' }, now);
    expect(changes).toEqual({ since: '2026-01-01T10:20:30.000Z', said: [] });
    expect(changesHeadline(changes)).toBe(
      'Since the last verify of this folder (2026-01-01 10:20 UTC) nothing has changed: the same files, and the same answers.',
    );
  });

  test('names files by their content, and answers then and now', () => {
    const known = { ...fails, verdict: 'confirmed' as const, reasons: [], expectations: [judged('available-newcomers', 'confirmed', 100)] };
    const earlier = recorded(resultOf([passes, known]), { hosts: 'a', 'hosts.allow': 'c', 'gai.conf': 'd' });
    const later = { ...now, files: [...now.files, { path: 'hosts.deny', sha256: 'e' }] };
    expect(changesSince(earlier, later).said).toEqual([
      'hosts.allow has changed',
      'hosts.deny is new',
      'gai.conf is gone',
      'dead: fast: not asked then, pass now',
      'dead: available: pass then, FAIL now',
    ]);
  });

  test('names a fault that ran only once, a verdict without answers, and another server or seed', () => {
    const broken = resultWithoutRun('dead', 'inconclusive', 'no engine', '/out/runs/dead', 1);
    const earlier = recorded(resultOf([broken, { ...passes, fault: 'slow' }]), {}, { seed: 7 });
    const later = recorded(
      resultOf([
        { ...broken, verdict: 'refuted' },
        { ...passes, server: 'mariadbd 10.11.20' },
      ]),
    );
    expect(changesSince(earlier, later).said).toEqual([
      'the server was mariadbd 10.11.18, and is mariadbd 10.11.20',
      'the seed was 7, and is 1',
      'dead: inconclusive then, FAIL now',
      'none was not run then: pass now',
      'slow was not run now: pass then',
    ]);
  });

  test('is in the text and in Markdown, and neither says anything without an earlier verify', () => {
    const changes = { since: '2026-01-01T10:20:30.000Z', said: ['hosts.allow has changed'] };
    expect(asText(resultOf([passes], [], changes), false)).toContain(
      '\nSince the last verify of this folder (2026-01-01 10:20 UTC):\n  hosts.allow has changed\n\n✔ PASS',
    );
    expect(markdown(resultOf([passes], [], changes))).toContain('(2026-01-01 10:20 UTC):\n- hosts.allow has changed\n');
    expect(asText(resultOf([passes]), false)).not.toContain('Since');
    expect(markdown(resultOf([passes]))).not.toContain('Since');
  });
});

describe('the last verify of a folder', () => {
  const put = (name: string, content: Partial<VerifyRecord> | string): void => {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, 'verify.json'), typeof content === 'string' ? content : JSON.stringify({ ...now, ...content }));
  };
  const found = (parents: readonly string[] = [root]) =>
    earlierVerify(parents, { folder: now.folder, serverId: 'mariadb', before: '2026-01-09T00:00:00.000Z' })?.startedAt ?? null;

  test('is the newest of the same folder and server that began earlier; damaged records do not count', () => {
    expect(found()).toBe(null);
    put('a', { startedAt: '2026-01-03T00:00:00.000Z' });
    put('b', { startedAt: '2026-01-05T00:00:00.000Z' });
    put('c', { startedAt: '2026-01-06T00:00:00.000Z', folder: '/home/me/other' });
    put('d', { startedAt: '2026-01-07T00:00:00.000Z', server: { id: 'mysql', version: null } });
    put('e', { startedAt: '2026-01-09T00:00:00.000Z' });
    put('f', '{ "schema": "wraplab/verify@1" }');
    put('g', 'not JSON');
    put('h', JSON.stringify({ ...now, schema: 'wraplab/verify@2', startedAt: '2026-01-08T00:00:00.000Z' }));
    mkdirSync(join(root, 'i'));
    expect(found()).toBe('2026-01-05T00:00:00.000Z');
  });

  test('is found in any of the places, and a place that is missing is no error', () => {
    const elsewhere = mkdtempSync(join(root, 'elsewhere-'));
    mkdirSync(join(elsewhere, 'x'));
    writeFileSync(join(elsewhere, 'x', 'verify.json'), JSON.stringify({ ...now, startedAt: '2026-01-08T12:00:00.000Z' }));
    expect(found([join(root, 'missing'), root, elsewhere])).toBe('2026-01-08T12:00:00.000Z');
  });
});

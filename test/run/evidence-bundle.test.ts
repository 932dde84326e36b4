import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { evidenceTasks } from '../../lab/evidence/tasks.ts';
import { evidenceManifestSchema } from '../../lab/record/evidence-manifest.ts';
import { evidenceSection } from '../../lab/reports/html/evidence-section.ts';
import { type EvidenceBundle, evidenceBundle, nothingTaken, type Taken } from '../../lab/run/evidence-bundle.ts';
import { atNs, outage } from '../support/recorded-run.ts';

const record = outage(3000);
const { scenario, windows } = record.manifest;
const host = { pid: 18, port: 3306, root: '/proc/18/root', files: ['/etc/hosts.allow'], folder: '/tmp/evidence' };
const tasks = evidenceTasks(scenario, windows, 'all', host);

function taken(contents: Readonly<Record<string, string>>): Taken {
  return {
    tasks,
    results: Object.keys(contents).map((file) => ({ file, fromNs: atNs(15_000), toNs: atNs(15_010), truncated: false, problem: null })),
    files: new Map(Object.entries(contents).map(([file, content]) => [file, Buffer.from(content)])),
  };
}

function textOf({ files }: EvidenceBundle, name: string): string {
  return files.get(name)?.toString() ?? 'no such file';
}

describe('a bundle of evidence', () => {
  const bundle = evidenceBundle(record, 'all', taken({ 'listening-sockets.fault.txt': 'LISTEN 39 150\n', 'dns.pcap': '\xd4\xc3' }));

  test('has each file with its checksum, in the manifest and as sha256sum reads it', () => {
    for (const { file, sha256, bytes } of bundle.manifest.files) {
      const content = bundle.files.get(file) ?? Buffer.alloc(0);
      expect({ file, bytes, sha256 }).toEqual({ file, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') });
      expect(textOf(bundle, 'SHA256SUMS')).toContain(`${sha256}  ${file}\n`);
    }
    expect(evidenceManifestSchema.parse(JSON.parse(textOf(bundle, 'manifest.json')))).toEqual(bundle.manifest);
    expect(textOf(bundle, 'SHA256SUMS')).toMatch(/ {2}manifest\.json\n.* {2}GUIDE\.md\n$/);
  });

  test('says which command ran, when, and what a person would type', () => {
    const look = bundle.manifest.files.find(({ file }) => file === 'listening-sockets.fault.txt');
    expect(look).toMatchObject({ byHand: expect.stringContaining('ss -lnt'), ran: ['ss', '-lntp'], fromMs: 15_000, toMs: 15_010 });
    expect(textOf(bundle, 'GUIDE.md')).toContain('```text\nLISTEN 39 150\n```');
  });

  test('names the evidence that was not taken, and why', () => {
    const ids = bundle.manifest.missing.map(({ id }) => id);
    expect(ids).toContain('stack');
    expect(ids).not.toContain('listening-sockets');
    const short = { ...record, manifest: { ...record.manifest, scenario: { ...scenario, traceReads: 'fault' as const } } };
    const reasons = evidenceBundle(short, 'all', nothingTaken).manifest.missing.map(({ reason }) => reason);
    expect(reasons).toContain('strace already traces the accept thread, to count reads');
  });

  test('has at least the server’s log when the run failed early', () => {
    const failed = { ...record, events: [{ kind: 'log' as const, role: 'database', line: 'Aborting' }] };
    const { files, manifest } = evidenceBundle(failed, 'passive', nothingTaken);
    expect(files.get('server-log.txt')?.toString()).toBe('Aborting\n');
    expect(manifest.files.map(({ id }) => id)).toEqual(['server-log', 'linkage']);
  });

  test('cuts a log that is too long, and says so', () => {
    const line = 'x'.repeat(1000);
    const events = Array.from({ length: 400 }, () => ({ kind: 'log' as const, role: 'database', line }));
    const { manifest } = evidenceBundle({ ...record, events }, 'passive', nothingTaken);
    expect(manifest.files[0]).toMatchObject({ id: 'server-log', bytes: 256 * 1024, truncated: true });
  });

  test('shows only the counters that changed', () => {
    const before = 'Variable_name\tValue\nQueries\t10\nUptime\t1\nAborted_connects\t0\n';
    const after = 'Variable_name\tValue\nQueries\t10\nUptime\t9\nAborted_connects\t39\n';
    const counters = evidenceBundle(
      record,
      'all',
      taken({ 'status-counters.baseline.txt': before, 'status-counters.fault.txt': after }),
    ).manifest.files.find(({ file }) => file === 'status-counters.fault.txt');
    expect(counters?.excerpt).toBe('Aborted_connects: 0 → 39\nUptime: 1 → 9');
  });

  test('shows a file with markup, or with the end of a code block, as text in the guide and in the page', () => {
    const hostile = '```\n<script>alert(1)</script>\n\u001b[31m';
    const { files, manifest } = evidenceBundle(record, 'all', taken({ 'host-files.txt': hostile }));
    const guide = textOf({ files, manifest }, 'GUIDE.md');
    expect(guide).toContain('````text\n```\n<script>alert(1)</script>\n');
    expect(guide).not.toContain('\u001b');
    const section = evidenceSection({ ...record, evidence: manifest }).text;
    expect(section).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(section).not.toContain('<script>');
  });
});

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { evidence } from '../../lab/evidence/index.ts';
import { readRecord } from '../../lab/record/read-record.ts';
import { lab } from '../support/lab-process.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

/** Packets are not parsed here: the text from tcpdump shows that there are some, and of which ports. */
const pcapMagic = ['d4c3b2a1', 'a1b2c3d4'];

describe('the evidence of a run', () => {
  test('shows the outage as an operator sees it, in files that match their checksums', async () => {
    const folder = join(folders, 'run');
    await lab(['scenario', 'dns-slow', '--quiet', '--evidence', '--out', folder]);
    const { evidence: manifest, events, manifest: run } = readRecord(folder);
    const read = (file: string): Buffer => readFileSync(join(folder, 'evidence', file));
    expect(manifest?.missing).toEqual([]);
    expect(manifest?.files.map(({ file, problem }) => ({ file, problem })).filter(({ problem }) => problem !== null)).toEqual([]);
    expect(new Set(manifest?.files.map(({ id }) => id))).toEqual(new Set(evidence.map(({ id }) => id)));
    for (const { file, sha256 } of manifest?.files ?? []) {
      expect({ file, sha256: createHash('sha256').update(read(file)).digest('hex') }).toEqual({ file, sha256 });
    }

    const depth = (phase: string): number => Number(/^LISTEN +(\d+) .*:3306/m.exec(String(read(`listening-sockets.${phase}.txt`)))?.[1]);
    expect(depth('baseline')).toBeLessThan(5);
    expect(depth('fault')).toBeGreaterThan(10);
    expect(String(read('lookups-in-flight.fault.txt'))).toMatch(/:53 .*mariadbd/);
    expect(String(read('accept-thread.fault.txt'))).toMatch(/^(7|73) .* 0x1388 /m);
    expect(String(read('accept-thread.baseline.txt'))).toMatch(/^(7|73) .* 0xffffffff /m);
    expect(String(read('linkage.txt'))).toContain('libwrap.so.0');
    expect(String(read('host-files.txt'))).toMatch(/==> .*\/etc\/hosts\.allow <==\n.*mariadbd: /);
    expect(String(read('sysctls.txt'))).toContain('net.core.somaxconn = ');
    expect(String(read('status-counters.recovery.txt'))).toMatch(/^Connection_errors_tcpwrap\t[1-9]/m);

    for (const file of ['dns.pcap', 'mysql.pcap']) {
      expect(pcapMagic).toContain(read(file).subarray(0, 4).toString('hex'));
      expect(read(file).length).toBeGreaterThan(10_000);
    }
    const packets = String(read('dns-packets.txt'));
    const asked = events.filter((event) => event.kind === 'query' && event.type === 'PTR').length;
    expect([...packets.matchAll(/> 198\.18\.0\.53\.53: .* PTR\? /g)]).toHaveLength(asked);

    const calls = String(read('system-calls.txt'));
    expect(calls).toMatch(/poll\(\[\{fd=\d+<socket:\[\d+\]>, events=POLLIN\}\], 1, 5000\) += 1 .* <0\.[45]/);
    expect(calls).toContain('"/etc/hosts.allow"');
    const stack = String(read('stack.txt'));
    const frames = [...stack.matchAll(/^#\d+ .* in (\w+)/gm)].map(([, name]) => name);
    // Either lookup may be on the stack, the reverse or the forward one.
    const inOrder = frames.filter((name) => /^(poll|getnameinfo|getaddrinfo|hosts_access|handle_connections_sockets)$/.test(name ?? ''));
    expect([...new Set(inOrder)]).toEqual(['poll', expect.stringMatching(/^get/), 'hosts_access', 'handle_connections_sockets']);

    const held = events.filter((event) => event.kind === 'disturbance');
    expect(held.map(({ by }) => by)).toEqual(['system-calls', 'stack']);
    const [faultFromNs, faultToNs] = [run.windows.fault.startMs, run.windows.fault.endMs].map((ms) => (run.startNs ?? 0) + ms * 1e6);
    for (const { fromNs, toNs } of held) {
      expect(fromNs).toBeGreaterThanOrEqual(faultFromNs ?? Number.NaN);
      expect(toNs).toBeLessThanOrEqual(faultToNs ?? Number.NaN);
    }
    expect(readFileSync(join(folder, 'report.txt'), 'utf8')).toMatch(
      /Evidence held up the accept thread for \S+ s, with \d+ connects under way\. In figures of time, such a connect counts as a wait of at least the time until the evidence began/,
    );
  });
});

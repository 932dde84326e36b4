import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { label } from '../lab/engine/connection/labels.ts';
import { engineUnderTest } from './support/left-in-engine.ts';
import { startRun } from './support/running-lab.ts';

const folders = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));
const engine = await engineUnderTest();

/** Capabilities from the table in the README of the engine's clean-up, by the name in its first column. */
function capabilitiesInReadme(): ReadonlyMap<string, readonly string[]> {
  const readme = readFileSync(new URL('../lab/engine/cleanup/README.md', import.meta.url), 'utf8');
  const [, rows = ''] = /\| container \| capabilities \| why \|\n\| --- .*\n((?:\|.*\n)+)/.exec(readme) ?? [];
  const cells = rows.split('\n').map((row) => row.split('|').map((cell) => cell.trim()));
  // After a semicolon come capabilities for a user's own images.
  return new Map(cells.map(([, name = '', list = '']) => [name, (list.split(';')[0] ?? '').match(/[A-Z_]{4,}/g) ?? []]));
}

/** All containers of a run that has begun, as the engine describes them, each with its role. */
async function containersOf(scenario: string, ...args: string[]) {
  const run = await startRun(engine, scenario, join(folders, `${scenario}${args.join('')}`), args);
  const described = await Promise.all(run.hosts.map(({ Id }) => engine.docker.getContainer(Id).inspect()));
  run.child.kill('SIGTERM');
  await run.ended;
  return described.map((container) => ({ role: container.Config.Labels[label.role] ?? '', ...container }));
}

describe.concurrent('least power', () => {
  test.each([
    { scenario: 'dns-slow', args: ['--evidence'], cache: [] as string[] },
    { scenario: 'fix-resolver-cache', args: [] as string[], cache: ['unbound'] },
    { scenario: 'fix-nscd', args: [], cache: ['nscd'] },
  ])('containers of $scenario $args have the capabilities that the README lists, and no others', async ({ scenario, args, cache }) => {
    const table = capabilitiesInReadme();
    const containers = await containersOf(scenario, ...args);
    const expected = [...cache.map(() => 'cache'), 'clients', 'database', 'dns', 'local', 'watch'];
    expect(containers.map(({ role }) => role).toSorted()).toEqual(expected);
    for (const { role, HostConfig, Mounts, NetworkSettings, Config } of containers) {
      const more = args.includes('--evidence') ? (table.get(`${role}, with \`--evidence\``) ?? []) : [];
      const allowed = [...(table.get(role === 'cache' ? `cache, ${cache.join()}` : role) ?? ['not in the table']), ...more];
      expect({ role, capabilities: HostConfig.CapAdd?.toSorted() ?? [] }).toEqual({ role, capabilities: allowed.toSorted() });
      expect({ role, dropped: HostConfig.CapDrop, privileged: HostConfig.Privileged }).toEqual({
        role,
        dropped: ['ALL'],
        privileged: false,
      });
      expect(HostConfig.SecurityOpt).toContain('no-new-privileges');
      expect(HostConfig.Memory).toBeGreaterThan(0);
      expect(HostConfig.MemorySwap).toBe(HostConfig.Memory);
      expect(HostConfig.PidsLimit).toBeGreaterThan(0);
      // No file of the machine is mounted, not even the engine's socket.
      expect({ role, mounts: Mounts, binds: HostConfig.Binds ?? [] }).toEqual({ role, mounts: [], binds: [] });
      expect(Object.values(NetworkSettings.Ports ?? {}).filter((bound) => bound !== null)).toEqual([]);
      expect(Config.Env.join()).not.toMatch(/password/i);
    }
  });

  test('each run has a password of its own', async () => {
    const passwordIn = async (name: string): Promise<string> => {
      const run = await startRun(engine, 'baseline', join(folders, name));
      const archive = await engine.docker.getContainer(run.host('database')).getArchive({ path: '/wraplab/accounts.sql' });
      const chunks: Buffer[] = [];
      for await (const chunk of archive) {
        chunks.push(Buffer.from(chunk));
      }
      run.child.kill('SIGTERM');
      await run.ended;
      return /IDENTIFIED BY '([^']*)'/.exec(Buffer.concat(chunks).toString('latin1'))?.[1] ?? '';
    };
    const [one, other] = await Promise.all([passwordIn('one'), passwordIn('other')]);
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(other).toMatch(/^[0-9a-f]{32}$/);
    expect(one).not.toBe(other);
  });
});

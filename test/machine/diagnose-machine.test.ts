import { describe, expect, test } from 'vitest';
import { canRun, diagnose, type EngineFacts, type Machine } from '../../lab/machine/diagnose-machine.ts';

const engine: EngineFacts = {
  endpoint: 'unix:///var/run/docker.sock',
  version: '20.10.24+dfsg1',
  architecture: 'x64',
  kernel: '6.1',
  storageDriver: 'overlay2',
  cgroupVersion: '2',
  limits: { memory: true, processes: true, cpu: true },
  freeDiskBytes: 50e9,
  vxlan: true,
  clockAheadMs: 3,
  leftovers: [],
  missingImages: [],
};
const machine: Machine = {
  nodeVersion: 'v24.21.0',
  platform: 'linux',
  architecture: 'x64',
  cores: 2,
  availableMemoryBytes: 8e9,
  proxies: [],
  canStartEngine: false,
  tried: [],
  engine,
};
const notFine = (change: Partial<Machine>) =>
  diagnose({ ...machine, ...change })
    .filter(({ state }) => state !== 'fine')
    .map(({ subject, state }) => `${subject}: ${state}`);
const withEngine = (change: Partial<EngineFacts>) => notFine({ engine: { ...engine, ...change } });

describe('the doctor', () => {
  test('finds nothing wrong with a good machine', () => {
    expect(notFine({})).toEqual([]);
    expect(canRun(diagnose(machine))).toBe(true);
  });

  test.each<[string, string[], string[]]>([
    ['an old Node', notFine({ nodeVersion: 'v20.1.0' }), ['Node: missing']],
    ['one core', notFine({ cores: 1 }), ['processor: odd']],
    ['little memory', notFine({ availableMemoryBytes: 1e9 }), ['memory: odd']],
    ['a proxy', notFine({ proxies: ['https_proxy'] }), ['proxy: odd']],
    ['an old engine', withEngine({ version: '19.03.5' }), ['engine: odd']],
    ['a new engine', withEngine({ version: '28.2.2' }), []],
    ['an engine of another architecture', withEngine({ architecture: 'arm64' }), ['engine’s machine: missing']],
    ['the driver vfs', withEngine({ storageDriver: 'vfs' }), ['storage driver: odd']],
    ['no limits on memory', withEngine({ limits: { memory: false, processes: true, cpu: true } }), ['cgroup: odd']],
    ['a kernel without VXLAN', withEngine({ vxlan: false }), ['VXLAN: missing']],
    ['a kernel that cannot be asked', withEngine({ vxlan: null, freeDiskBytes: null }), []],
    ['room to run, not to build', withEngine({ freeDiskBytes: 2e9 }), []],
    ['room to run, and images to build', withEngine({ freeDiskBytes: 2e9, missingImages: ['mariadb'] }), ['disk: odd', 'images: odd']],
    ['clocks that differ', withEngine({ clockAheadMs: -60_000 }), ['clock: odd']],
    ['leftovers', withEngine({ leftovers: ['wraplab-1-dns'] }), ['leftovers: odd']],
    ['no engine, and a way to one', notFine({ engine: null, canStartEngine: true }), ['engine: odd']],
    ['no engine, and no way to one', notFine({ engine: null }), ['engine: missing']],
  ])('%s', (_name, found, expected) => {
    expect(found).toEqual(expected);
  });

  test('gives advice for everything that is not fine, and for nothing else', () => {
    for (const { state, advice } of diagnose({ ...machine, cores: 1, engine: null })) {
      expect(advice !== '').toBe(state !== 'fine');
    }
  });
});

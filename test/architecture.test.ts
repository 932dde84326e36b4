import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** A folder of lab/, and the folders that its files may import, types included. Its own files and those of folders below it are free. */
interface Room {
  readonly imports: readonly string[];
  /** Its files see no file system, no process, no engine and no clock: what they say follows from what they are given. */
  readonly pure?: true;
  /** Packages from npm that its files may import. Default: none. */
  readonly packages?: readonly string[];
}

/** The house, from the ground up: no room imports one that stands below it in this table. */
const rooms: Readonly<Record<string, Room>> = {
  errors: { imports: [], pure: true, packages: ['fastest-levenshtein', 'zod'] },
  text: { imports: [], pure: true, packages: ['cli-table3', 'string-width'] },
  files: { imports: ['errors'], packages: ['yaml', 'zod'] },
  maths: { imports: [], pure: true, packages: ['pure-rand'] },
  network: { imports: [], pure: true, packages: ['ipaddr.js'] },
  process: { imports: [] },
  machine: { imports: ['text'], pure: true },
  model: { imports: [], pure: true, packages: ['zod'] },
  faults: { imports: ['maths', 'network'], pure: true, packages: ['dns-packet', 'zod'] },
  servers: { imports: ['model'], pure: true },
  fixes: { imports: ['model', 'network', 'servers'], pure: true },
  probes: { imports: ['model'] },
  bundling: { imports: [], packages: ['esbuild'] },
  scenario: { imports: ['errors', 'faults', 'fixes', 'model', 'network'], packages: ['zod'] },
  'scenario/own': { imports: ['bundling', 'errors', 'files', 'scenario'] },
  'scenario/presets': { imports: ['model', 'scenario'], pure: true },
  plan: {
    imports: ['errors', 'faults', 'fixes', 'maths', 'model', 'network', 'scenario', 'scenario/presets', 'servers', 'text'],
    pure: true,
  },
  record: { imports: ['errors', 'faults', 'files', 'model', 'scenario'], packages: ['zod'] },
  statistics: {
    imports: ['faults', 'fixes', 'maths', 'model', 'network', 'plan', 'record', 'scenario', 'text'],
    pure: true,
    packages: ['zod'],
  },
  verdict: { imports: ['errors', 'faults', 'maths', 'model', 'record', 'statistics', 'text'], pure: true, packages: ['zod'] },
  evidence: { imports: ['model', 'record', 'scenario', 'text'], pure: true },
  agents: { imports: ['faults', 'maths', 'model', 'network', 'probes', 'record'], packages: ['dns-packet', 'mysql2', 'zod'] },
  'reports/page': { imports: ['model'], packages: ['uplot'] },
  reports: {
    imports: [
      'bundling',
      'evidence',
      'reports/page',
      'errors',
      'faults',
      'fixes',
      'maths',
      'model',
      'network',
      'plan',
      'process',
      'record',
      'scenario',
      'statistics',
      'text',
      'verdict',
    ],
    pure: true,
    packages: ['asciichart', 'diff', 'xmlbuilder2'],
  },
  'engine/connection': { imports: ['errors', 'process'], packages: ['dockerode'] },
  'engine/debian': { imports: ['errors'], packages: ['execa'] },
  'engine/containers': {
    imports: ['engine/connection', 'errors', 'process', 'maths'],
    packages: ['ipaddr.js', 'tar-stream', 'testcontainers', 'zod'],
  },
  'engine/cleanup': { imports: ['engine/connection', 'engine/containers'], packages: ['zod'] },
  'engine/images': {
    imports: ['engine/connection', 'errors', 'engine/cleanup', 'engine/containers', 'engine/debian', 'machine', 'servers'],
    packages: ['execa', 'tar-stream', 'zod'],
  },
  'engine/finding': { imports: ['engine/connection', 'errors', 'engine/debian'], packages: ['zod'] },
  'engine/hosts': {
    imports: [
      'engine/connection',
      'errors',
      'process',
      'agents',
      'bundling',
      'engine/containers',
      'faults',
      'model',
      'network',
      'plan',
      'scenario',
      'servers',
    ],
    packages: ['p-limit', 'selfsigned'],
  },
  run: {
    imports: [
      'agents',
      'bundling',
      'engine/connection',
      'engine/containers',
      'engine/hosts',
      'errors',
      'evidence',
      'model',
      'plan',
      'process',
      'record',
      'servers',
    ],
    packages: ['zod'],
  },
  'campaigns/matrix/grid': {
    imports: ['bundling', 'errors', 'faults', 'files', 'fixes', 'model', 'reports', 'scenario', 'scenario/presets', 'text', 'verdict'],
    pure: true,
    packages: ['zod'],
  },
  campaigns: {
    imports: [
      'bundling',
      'campaigns/matrix/grid',
      'engine/cleanup',
      'engine/connection',
      'engine/containers',
      'engine/finding',
      'engine/hosts',
      'engine/images',
      'errors',
      'files',
      'plan',
      'process',
      'record',
      'reports',
      'run',
      'scenario',
      'servers',
      'text',
      'verdict',
    ],
    packages: ['zod'],
  },
  'campaigns/matrix': {
    imports: [
      'bundling',
      'campaigns',
      'campaigns/matrix/grid',
      'fixes',
      'errors',
      'files',
      'plan',
      'record',
      'reports',
      'run',
      'scenario',
      'servers',
      'statistics',
      'text',
      'verdict',
    ],
    packages: ['zod'],
  },
  'campaigns/soak/growth': { imports: ['maths', 'scenario', 'scenario/presets', 'text'], pure: true },
  'campaigns/soak': { imports: ['campaigns/soak/growth', 'engine/connection', 'engine/containers', 'engine/finding'] },
  'campaigns/steadiness/ledger': { imports: ['reports', 'text', 'verdict'], pure: true, packages: ['zod'] },
  'campaigns/steadiness': {
    imports: ['campaigns', 'campaigns/steadiness/ledger', 'errors', 'files', 'plan', 'run', 'servers', 'statistics', 'text', 'verdict'],
  },
  'campaigns/verify/access': { imports: ['errors', 'network'], pure: true, packages: ['ipaddr.js'] },
  'campaigns/verify/host': {
    imports: ['campaigns/verify/access', 'errors', 'faults', 'files', 'model', 'network', 'scenario'],
    packages: ['ipaddr.js', 'yaml', 'zod'],
  },
  'campaigns/verify/scenario': {
    imports: [
      'campaigns/verify/access',
      'campaigns/verify/host',
      'errors',
      'faults',
      'model',
      'network',
      'scenario',
      'scenario/presets',
      'servers',
    ],
    pure: true,
    packages: ['ipaddr.js', 'zod'],
  },
  'campaigns/verify/draft': {
    imports: ['campaigns/verify/access', 'campaigns/verify/host', 'campaigns/verify/scenario', 'model', 'network', 'scenario', 'text'],
    pure: true,
    packages: ['ipaddr.js'],
  },
  'campaigns/verify/warnings': {
    imports: ['campaigns/verify/access', 'campaigns/verify/host', 'errors', 'model', 'network', 'scenario', 'servers'],
    pure: true,
    packages: ['fastest-levenshtein'],
  },
  'campaigns/verify/results': {
    imports: ['bundling', 'campaigns/verify/access', 'campaigns/verify/scenario', 'errors', 'process', 'reports', 'text', 'verdict'],
    pure: true,
    packages: ['zod'],
  },
  'campaigns/verify': {
    imports: [
      'bundling',
      'campaigns',
      'campaigns/verify/access',
      'campaigns/verify/draft',
      'campaigns/verify/host',
      'campaigns/verify/results',
      'campaigns/verify/scenario',
      'campaigns/verify/warnings',
      'errors',
      'faults',
      'files',
      'plan',
      'process',
      'record',
      'reports',
      'run',
      'scenario',
      'servers',
      'statistics',
      'text',
      'verdict',
    ],
  },
  terminal: {
    imports: ['agents', 'engine/connection', 'model', 'plan', 'record', 'reports', 'run', 'statistics', 'text'],
    packages: ['string-width'],
  },
  cli: {
    imports: [
      'agents',
      'bundling',
      'campaigns',
      'campaigns/matrix',
      'campaigns/matrix/grid',
      'campaigns/soak',
      'campaigns/soak/growth',
      'campaigns/steadiness',
      'campaigns/steadiness/ledger',
      'campaigns/verify',
      'campaigns/verify/results',
      'campaigns/verify/scenario',
      'engine/cleanup',
      'engine/connection',
      'engine/debian',
      'engine/finding',
      'engine/images',
      'files',
      'machine',
      'reports',
      'servers',
      'terminal',
      'errors',
      'evidence',
      'faults',
      'fixes',
      'maths',
      'model',
      'plan',
      'probes',
      'process',
      'record',
      'scenario',
      'scenario/own',
      'statistics',
      'text',
      'verdict',
    ],
    packages: ['@xterm/headless', 'dns-packet', 'playwright-core', 'zod'],
  },
};

const roomNames = Object.keys(rooms);

interface Source {
  readonly file: string;
  /** Packages by name, files by their path from the root; types included. */
  readonly imports: readonly string[];
  readonly text: string;
}

/** Every TypeScript file below `folder`. */
function sourcesBelow(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .map((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return { file, imports: importsOf(file, text), text };
    });
}

/** Static and dynamic imports, and what is exported from elsewhere. */
function importsOf(file: string, text: string): string[] {
  const found = [
    ...text.matchAll(/^(?:import|export)\s[^;]*?from '([^']+)';/gms),
    ...text.matchAll(/^import '([^']+)';/gm),
    ...text.matchAll(/\bimport\('([^']+)'\)/g),
  ].map(([, specifier = '']) => specifier);
  return found.map((specifier) => (specifier.startsWith('.') ? relative(root, join(root, dirname(file), specifier)) : specifier));
}

/** The room that a file stands in: the deepest of the table; undefined where it stands in none. */
function roomOf(file: string): string | undefined {
  const folder = relative('lab', dirname(file));
  return roomNames.filter((name) => folder === name || folder.startsWith(`${name}/`)).toSorted((a, b) => b.length - a.length)[0];
}

/** What a source breaks of the rules of the house, a sentence each. */
function breaches({ file, imports, text }: Source): string[] {
  const name = roomOf(file);
  if (name === undefined) {
    return file === 'lab/index.ts' ? [] : [`${file} stands in no room`];
  }
  const room = rooms[name] ?? { imports: [] };
  const files = imports.filter((each) => each.startsWith('lab/'));
  const packages = imports.filter((each) => !/^(lab|scenarios|test|images)\//.test(each));
  return [
    ...files
      .filter((each) => roomOf(each) !== name && !room.imports.includes(roomOf(each) ?? ''))
      .map((each) => `${file} imports ${each}, which ${name} may not`),
    ...imports.filter((each) => /^(scenarios|test)\//.test(each)).map((each) => `${file} imports ${each}, which is not of lab`),
    ...packages
      .filter((each) => !each.startsWith('node:') && !(room.packages ?? []).some((known) => each === known || each.startsWith(`${known}/`)))
      .map((each) => `${file} imports the package ${each}, which ${name} may not`),
    ...(room.pure === true ? impurities(file, imports, text) : []),
  ];
}

const pureNodeModules = ['node:net', 'node:path', 'node:util'];

function impurities(file: string, imports: readonly string[], text: string): string[] {
  const touched = [
    ...imports.filter((each) => each.startsWith('node:') && !pureNodeModules.includes(each)),
    ...(text.match(
      /\b(?:Date\.now|performance\.now|new Date\(\)|hrtime|Math\.random|process\.(?:env|argv|std\w+|cwd|exit|platform)|setTimeout)\b/g,
    ) ?? []),
  ];
  return touched.map((each) => `${file} uses ${each}, and its room is pure`);
}

const sources = sourcesBelow('lab');

describe('the house', () => {
  test('lab/ holds index.ts, README.md and folders', () => {
    const loose = readdirSync(join(root, 'lab'), { withFileTypes: true }).filter((entry) => !entry.isDirectory());
    expect(loose.map(({ name }) => name).toSorted()).toEqual(['README.md', 'index.ts']);
  });

  test('every folder of lab/ is a room of the table or stands in one, and every room is a folder', () => {
    const folders = new Set(sources.map(({ file }) => relative('lab', dirname(file))).filter((folder) => folder !== ''));
    expect([...folders].filter((folder) => roomOf(join('lab', folder, 'x.ts')) === undefined)).toEqual([]);
    expect(roomNames.filter((name) => !existsSync(join(root, 'lab', name)))).toEqual([]);
  });

  test('every folder directly in lab/ has a README', () => {
    const folders = readdirSync(join(root, 'lab'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => !existsSync(join(root, 'lab', name, 'README.md')))).toEqual([]);
  });

  test('every import, of types too, is one that the table allows, and pure rooms are pure', () => {
    expect(sources.flatMap(breaches)).toEqual([]);
  });

  test('rooms form no cycle: each imports only rooms above it in the table', () => {
    const upward = roomNames.flatMap((name, index) =>
      (rooms[name]?.imports ?? []).filter((each) => roomNames.indexOf(each) >= index).map((each) => `${name} imports ${each}`),
    );
    expect(upward).toEqual([]);
  });

  test('the table allows nothing that nobody needs', () => {
    const idle = roomNames.flatMap((name) => {
      const files = sources.filter(({ file }) => roomOf(file) === name).flatMap(({ imports }) => imports);
      const used = new Set(files.map((each) => (each.startsWith('lab/') ? roomOf(each) : each)));
      const idlePackages = (rooms[name]?.packages ?? []).filter(
        (known) => !files.some((each) => each === known || each.startsWith(`${known}/`)),
      );
      return [...(rooms[name]?.imports ?? []).filter((each) => !used.has(each)), ...idlePackages].map((each) => `${name}: ${each}`);
    });
    expect(idle).toEqual([]);
  });

  test('files form no cycle', () => {
    const graph = new Map(sources.map(({ file, imports }) => [file, imports.filter((name) => name.startsWith('lab/'))]));
    const done = new Set<string>();
    const cycle = (file: string, trail: readonly string[]): string[] | undefined => {
      if (trail.includes(file)) {
        return [...trail, file];
      }
      if (done.has(file)) {
        return undefined;
      }
      const found = (graph.get(file) ?? []).map((next) => cycle(next, [...trail, file])).find((each) => each !== undefined);
      done.add(file);
      return found;
    };
    expect([...graph.keys()].map((file) => cycle(file, [])).find((each) => each !== undefined)).toBeUndefined();
  });

  test('no two files share a name, but for the registries called index.ts', () => {
    const names = sources.map(({ file }) => file.split('/').at(-1) ?? '').filter((name) => name !== 'index.ts');
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test.each<[string, Source, string]>([
    ['a loose file', { file: 'lab/loose.ts', imports: [], text: '' }, 'lab/loose.ts stands in no room'],
    [
      'an import of a type that the table does not allow',
      typeImport('lab/engine/hosts/x.ts', '../../run/run.ts'),
      'lab/engine/hosts/x.ts imports lab/run/run.ts',
    ],
    [
      'a dynamic import',
      { file: 'lab/maths/x.ts', imports: importsOf('lab/maths/x.ts', "await import('../record/events.ts')"), text: '' },
      'imports lab/record/events.ts',
    ],
    ['Docker outside the engine', { file: 'lab/run/x.ts', imports: ['dockerode'], text: '' }, 'imports the package dockerode'],
    ['a clock in a pure room', { file: 'lab/statistics/x.ts', imports: [], text: 'const now = Date.now();' }, 'uses Date.now'],
    ['the file system in a pure room', { file: 'lab/reports/x.ts', imports: ['node:fs'], text: '' }, 'uses node:fs'],
    ['a scenario', { file: 'lab/plan/x.ts', imports: ['scenarios/dns-slow.ts'], text: '' }, 'imports scenarios/dns-slow.ts'],
  ])('%s is found', (_what, source, breach) => {
    expect(breaches(source).join('\n')).toContain(breach);
  });
});

function typeImport(file: string, specifier: string): Source {
  const text = `import type { X } from '${specifier}';`;
  return { file, imports: importsOf(file, text), text };
}

describe('beside the rooms', () => {
  test('a scenario imports lab/index.ts and nothing else', () => {
    const scenarios = sourcesBelow('scenarios');
    expect(scenarios.length).toBeGreaterThan(50);
    expect(scenarios.filter(({ imports }) => imports.join() !== 'lab/index.ts').map(({ file }) => file)).toEqual([]);
  });

  test('nothing is measured by the wall clock, which somebody may set: it only names folders and dates records', () => {
    const reading = sources.filter(({ text }) => /Date\.now\(|new Date\(\)|Date\(\)/.test(text));
    expect(reading.map(({ file }) => file).toSorted()).toEqual([
      'lab/campaigns/run-folder.ts',
      'lab/campaigns/verify/verify-folder.ts',
      'lab/cli/dev/claims.ts',
      'lab/cli/dev/soak.ts',
      // Compares this machine's clock with the engine's.
      'lab/engine/images/engine-facts.ts',
      'lab/run/run.ts',
    ]);
  });

  test('the environment is read by the command line and the terminal, and by programs that start by themselves', () => {
    const reading = sources.filter(({ file, text }) => /process\.env\b(?!\.\w+ =)/.test(text) && !/^lab\/(cli|terminal)\//.test(file));
    expect(reading.map(({ file }) => file)).toEqual(['lab/engine/cleanup/reaper.ts']);
  });

  test('a plug-in knows no other plug-in: only the registry knows them all', () => {
    for (const kind of ['faults', 'fixes', 'probes', 'servers', 'evidence', 'reports', 'statistics/quantities']) {
      const folder = `lab/${kind}/`;
      const registered = readFileSync(join(root, folder, 'index.ts'), 'utf8');
      const plugins = sources.filter(
        ({ file, text }) => file.startsWith(folder) && registered.includes(`'./${file.slice(folder.length)}'`) && /satisfies/.test(text),
      );
      expect(plugins.length).toBeGreaterThan(0);
      for (const { file, imports } of plugins) {
        expect({ file, others: imports.filter((name) => plugins.some((plugin) => plugin.file === name)) }).toEqual({ file, others: [] });
      }
    }
  });

  test('the run names no fault, fix, probe or report', () => {
    const named = sources
      .filter(({ file }) => file.startsWith('lab/run/'))
      .flatMap(({ file, imports }) =>
        imports.filter((name) => /^lab\/(faults|fixes|probes|reports)\//.test(name)).map((name) => `${file}: ${name}`),
      );
    expect(named).toEqual([]);
  });
});

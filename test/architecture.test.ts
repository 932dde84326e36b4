import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Every TypeScript file below `folder` with what it imports: packages by name, files by their path from the root. */
function importsBelow(folder: string): { file: string; imports: string[]; typeOnly: string[] }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .map((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      const found = [...text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from '([^']+)';/gms)];
      const resolve = (specifier: string) => (specifier.startsWith('.') ? relative(root, join(root, dirname(file), specifier)) : specifier);
      return {
        file,
        imports: found.filter(([, type]) => type === undefined).map(([, , specifier = '']) => resolve(specifier)),
        typeOnly: found.filter(([, type]) => type !== undefined).map(([, , specifier = '']) => resolve(specifier)),
      };
    });
}

const sources = importsBelow('lab');

describe('who may import what', () => {
  test('only lab/engine knows Docker and the tools that drive it', () => {
    const libraries = ['testcontainers', 'dockerode', 'execa', 'tar-stream'];
    const elsewhere = sources.filter(
      ({ file, imports }) => !file.startsWith('lab/engine/') && imports.some((name) => libraries.includes(name)),
    );
    expect(elsewhere.map(({ file }) => file)).toEqual([]);
  });

  test('esbuild rolls the agents and the page of a report, and nothing else', () => {
    const rolling = sources.filter(({ imports }) => imports.includes('esbuild'));
    expect(rolling.map(({ file }) => file).toSorted()).toEqual(['lab/engine/agent-bundle.ts', 'lab/page-bundle.ts']);
  });

  test('what runs in a browser imports its chart library and itself', () => {
    const inBrowser = sources.filter(({ file }) => file.startsWith('lab/page/'));
    expect(inBrowser.length).toBeGreaterThan(5);
    for (const { file, imports, typeOnly } of inBrowser) {
      const known = (name: string): boolean => name === 'uplot' || name.startsWith('lab/page/');
      const astray = [...imports.filter((name) => !known(name)), ...typeOnly.filter((name) => !known(name) && name !== 'lab/paths.ts')];
      expect({ file, astray }).toEqual({ file, astray: [] });
    }
  });

  test('a scenario imports lab/index.ts and nothing else', () => {
    for (const { file, imports, typeOnly } of importsBelow('scenarios')) {
      expect({ file, imports: [...imports, ...typeOnly] }).toEqual({ file, imports: ['lab/index.ts'] });
    }
  });

  test('statistics, verdict, matrix, reports, live view, soak and steadiness see no file system, no process, no engine and no clock', () => {
    const pure = sources.filter(
      ({ file }) =>
        /^lab\/(stats|selection|normal|load-stats|threshold|verdict|phase-table|percentiles|waited|seen-waits|resolve-limit|other-limits|theil-sen|unanswered)\.ts$/.test(
          file,
        ) || /^lab\/(reports|matrix|live|soak|steadiness)\//.test(file),
    );
    expect(pure.length).toBeGreaterThan(6);
    for (const { file, imports } of pure) {
      const impure = imports.filter(
        (name) => (name.startsWith('node:') && name !== 'node:util') || name.startsWith('lab/engine/') || name.startsWith('lab/agents/'),
      );
      expect({ file, impure }).toEqual({ file, impure: [] });
      expect({ file, clock: /Date\.now|performance\.now|hrtime|new Date\(/.test(readFileSync(join(root, file), 'utf8')) }).toEqual({
        file,
        clock: false,
      });
    }
  });

  test('nothing is measured by the wall clock, which somebody may set: it only names folders and dates records', () => {
    const reading = sources.filter(({ file }) => /Date\.now\(|new Date\(\)|Date\(\)/.test(readFileSync(join(root, file), 'utf8')));
    expect(reading.map(({ file }) => file).toSorted()).toEqual([
      'lab/cli/claims.ts',
      'lab/cli/run-folder.ts',
      'lab/cli/soak.ts',
      // Compares this machine's clock with the engine's.
      'lab/engine/engine-facts.ts',
      'lab/execution.ts',
    ]);
  });

  test('a plug-in knows no other plug-in: only the registry knows them all', () => {
    for (const kind of ['faults', 'fixes', 'probes', 'servers', 'evidence']) {
      const folder = `lab/${kind}/`;
      const registered = readFileSync(join(root, folder, 'index.ts'), 'utf8');
      const plugins = sources.filter(
        ({ file }) =>
          file.startsWith(folder) &&
          registered.includes(`'./${file.slice(folder.length)}'`) &&
          /satisfies/.test(readFileSync(join(root, file), 'utf8')),
      );
      expect(plugins.length).toBeGreaterThan(0);
      for (const { file, imports } of plugins) {
        expect({ file, others: imports.filter((name) => plugins.some((plugin) => plugin.file === name)) }).toEqual({ file, others: [] });
      }
    }
  });

  test('the run names no fault, fix, probe or report', () => {
    const run = sources.find(({ file }) => file === 'lab/run.ts');
    const named = [...(run?.imports ?? []), ...(run?.typeOnly ?? [])].filter((name) =>
      /^lab\/(faults|fixes|probes|reports|engine)\//.test(name),
    );
    expect(named).toEqual([]);
  });

  test('agents reach neither the engine nor the command line', () => {
    const astray = sources.filter(
      ({ file, imports }) => file.startsWith('lab/agents/') && imports.some((name) => /^lab\/(engine|cli|reports)\//.test(name)),
    );
    expect(astray.map(({ file }) => file)).toEqual([]);
  });

  test('nothing imports in a circle', () => {
    const graph = new Map(sources.map(({ file, imports }) => [file, imports.filter((name) => name.startsWith('lab/'))]));
    const circle = (file: string, trail: readonly string[]): string[] | undefined => {
      if (trail.includes(file)) {
        return [...trail, file];
      }
      return (graph.get(file) ?? []).map((next) => circle(next, [...trail, file])).find((found) => found !== undefined);
    };
    for (const file of graph.keys()) {
      expect(circle(file, [])).toBeUndefined();
    }
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { plannedContainers } from '../../lab/plan/planned-containers.ts';
import { smallPlan } from '../support/plan.ts';

const names = (...change: Parameters<typeof smallPlan>) => plannedContainers(smallPlan(...change)).map(({ name }) => name);
const second = { otherNameservers: [{ address: '198.18.0.99', suffersFault: false }] } as const;

describe('the containers of a plan', () => {
  test('are those of hosts and agents', () => {
    expect(names()).toEqual(['database', 'dns', 'clients', 'watch', 'local']);
  });

  test('have a cache where the host has one, and a second nameserver where the fault stops the first', () => {
    expect(names({ fixes: ['nscd'] })).toContain('cache');
    expect(names({ fault: { id: 'frozen' }, ...second })).toContain('dns-honest');
    expect(names({ fault: { id: 'dead' }, ...second })).not.toContain('dns-honest');
  });

  test('are the ones that the engine starts, by the same names', () => {
    const folder = join(import.meta.dirname, '../../lab/engine/hosts');
    const text = readdirSync(folder)
      .filter((name) => /^start-.*\.ts$/.test(name))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    const started = [...text.matchAll(/startAgent\([^,]+, '\w+', '([\w-]+)'/g), ...text.matchAll(/role: '([\w-]+)'/g)].map(
      ([, name]) => name,
    );
    const all = names({ fixes: ['nscd'], fault: { id: 'frozen' }, ...second });
    expect([...new Set(started)].toSorted()).toEqual(all.toSorted());
  });
});

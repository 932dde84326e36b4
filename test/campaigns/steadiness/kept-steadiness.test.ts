import { expect, test } from 'vitest';
import { keptSteadiness } from '../../../lab/campaigns/steadiness/kept-steadiness.ts';
import { scenarioNames } from '../../../lab/scenario/catalog.ts';

test('the kept runs are of scenarios that exist, each once, and none came late', () => {
  const known = scenarioNames();
  for (const { server, runs } of keptSteadiness()) {
    const places = runs.map(({ scenario, seed, way }) => `${scenario} ${seed} ${way}`);
    expect({ server, unknown: runs.filter(({ scenario }) => !known.includes(scenario)) }).toEqual({ server, unknown: [] });
    expect({ server, twice: places.filter((place, index) => places.indexOf(place) !== index) }).toEqual({ server, twice: [] });
    expect({ server, late: runs.filter(({ late }) => late === true) }).toEqual({ server, late: [] });
  }
});

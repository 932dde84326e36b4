import { describe, expect, test } from 'vitest';
import { stalledAgents } from '../../lab/verdict/stalled-agents.ts';
import { atNs, manifestOf, outage, smallScenario } from '../support/recorded-run.ts';

/** A run with a fault from 10 s to 20 s, in which an agent stalled between two times, in ms. */
function runWith(role: string, fromMs: number, toMs: number, fault: 'slow' | 'frozen' = 'slow') {
  const scenario = smallScenario({ fault: fault === 'slow' ? { id: 'slow', delay: 500 } : { id: 'frozen' } });
  const event = { kind: 'heldUp', role, atNs: atNs(toMs), forMs: toMs - fromMs } as const;
  return { ...outage(1200), manifest: manifestOf(scenario), events: [event] };
}

describe('an agent that stalled', () => {
  test('is named, with when and for how long', () => {
    expect(stalledAgents(runWith('local', 4000, 5500))).toEqual(['the local agent stalled for 1.5 s, beginning 4.0 s into the run']);
  });

  test('does not matter before the run began or after its end', () => {
    expect(stalledAgents(runWith('local', -3000, -500))).toEqual([]);
    expect(stalledAgents(runWith('local', 30_500, 33_000))).toEqual([]);
  });

  test('does not count if the fault stops the nameserver, and only then', () => {
    expect(stalledAgents(runWith('dns', 10_050, 20_050, 'frozen'))).toEqual([]);
    expect(stalledAgents(runWith('dns', 10_050, 20_050, 'slow'))).toHaveLength(1);
    expect(stalledAgents(runWith('dns', 18_000, 24_000, 'frozen'))).toHaveLength(1);
    expect(stalledAgents(runWith('dns-honest', 10_050, 20_050, 'frozen'))).toHaveLength(1);
    expect(stalledAgents(runWith('watch', 10_050, 20_050, 'frozen'))).toHaveLength(1);
  });
});

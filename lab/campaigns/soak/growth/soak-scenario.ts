import { incidentHost, incidentNetwork } from '../../../scenario/presets/incident.ts';
import type { ScenarioInput } from '../../../scenario/scenario-schema.ts';

/** Everything that a run has, in the least time: a server, a DNS that becomes slow and recovers, clients on every path. */
export const soakScenario: ScenarioInput = {
  title: 'a short run for the soak: the DNS is slow for a second and a half',
  story: 'The outage in miniature. The subject of the measurement is the lab, not the server.',
  ...incidentNetwork,
  host: incidentHost,
  fault: { id: 'slow', delay: 100 },
  load: [
    { path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 20 } },
    { path: 'outsider', arrivals: { process: 'constant', ratePerSecond: 2 } },
    { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 4 } },
    { path: 'session', arrivals: { process: 'constant', ratePerSecond: 4 } },
  ],
  timeline: { settleMs: 300, baselineMs: 1000, faultMs: 1500, recoveryMs: 1200 },
  expectations: [
    {
      id: 'tcp-stalls',
      text: 'A TCP client waits for its greeting for at least two lookups',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesInjectedDelay: 2 },
      minimumSamples: 5,
    },
    {
      id: 'outsider-kept-out',
      text: 'The client that the ACL is there to stop never gets in',
      measure: { of: 'outcome', path: 'outsider', outcome: 'ok', as: 'count' },
      phase: 'all',
      atMost: 0,
    },
  ],
};

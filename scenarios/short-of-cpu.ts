import { defineScenario, incidentHost, incidentNetwork, outsiderOut } from '../lab/index.ts';

export default defineScenario({
  title: 'another illness: a server short of CPU is late as well, and the DNS is not blamed for it',
  story: `The control for the cause that the lab computes. The DNS is healthy and quick; the server may use a hundredth of a CPU for ten seconds.
Connects are late, the lookups are not, and the share of the waiting time that was spent in lookups says so.`,
  ...incidentNetwork,
  host: incidentHost,
  fault: { id: 'none' },
  shortOfCpu: { phase: 'fault', cpus: 0.01 },
  load: [
    { path: 'tcp', arrivals: { process: 'poisson', ratePerSecond: 15 } },
    { path: 'outsider', arrivals: { process: 'constant', ratePerSecond: 0.5 } },
    { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 2 } },
  ],
  timeline: { settleMs: 1000, baselineMs: 6000, faultMs: 10_000, recoveryMs: 8000 },
  expectations: [
    {
      id: 'tcp-is-late',
      text: 'Clients wait for their greeting far longer than before',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesBaseline: 10, floor: 50 },
      minimumSamples: 40,
    },
    {
      id: 'dns-is-not-the-cause',
      text: 'but little of that is time in which a lookup was open',
      measure: { of: 'cause' },
      atMost: 10,
      minimumSamples: 20,
    },
    {
      id: 'answers-are-quick',
      text: 'The DNS answers as quickly as before',
      measure: { of: 'queries', as: 'answerMs' },
      atMost: { timesBaseline: 5, floor: 20 },
      minimumSamples: 20,
    },
    outsiderOut,
  ],
});

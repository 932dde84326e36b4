import { defineScenario, incidentHost, incidentNetwork, outsiderOut } from '../lab/index.ts';

export default defineScenario({
  title: 'a different problem: a server short of CPU is late as well, and the DNS is not blamed for it',
  story: `This is the control for the cause that the lab computes. The DNS is healthy and quick, but for ten seconds the server may use only
a hundredth of a CPU. Connects are late and lookups are not, and the share of the waiting time that was spent in lookups shows it.`,
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
      text: 'Clients wait far longer for their greeting than before',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesBaseline: 10, floor: 50 },
      minimumSamples: 40,
    },
    {
      id: 'dns-is-not-the-cause',
      text: 'Hardly any of the time that clients wait is spent in lookups',
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

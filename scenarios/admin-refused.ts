import { defineScenario, incidentHost, incidentNetwork } from '../lab/index.ts';

export default defineScenario({
  title: 'one refused client ends MySQL’s admin listener for good, and nothing reports it',
  story: `The DNS is healthy throughout. MySQL's admin port has a listener thread of its own. According to the source, that thread returns when
libwrap refuses a client. Operators get in at first. Then one outsider connects to the admin port, and operators try again with a timeout
of 3 s. The port stays open and the kernel keeps completing connections, but no thread accepts them any more. MariaDB has no such thread.`,
  ...incidentNetwork,
  host: incidentHost,
  operatorPort: 'thread',
  fault: { id: 'none' },
  load: [
    // Clients come every second, operators every 1.3 s. So no two checks of libwrap overlap before the outsider comes; an overlap
    // would end the listener by itself (see admin-thread).
    { path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 1 } },
    { path: 'admin', arrivals: { process: 'constant', ratePerSecond: 1 / 1.3 }, connectTimeoutMs: 3000 },
    { path: 'adminOutsider', arrivals: { process: 'fixed', phase: 'fault', offsetsMs: [100] }, connectTimeoutMs: 3000 },
    { path: 'session', arrivals: { process: 'constant', ratePerSecond: 2 } },
  ],
  timeline: { settleMs: 1000, baselineMs: 6000, faultMs: 2000, recoveryMs: 10_000 },
  expectations: [
    {
      id: 'worked-before',
      text: 'At first every operator gets in',
      measure: { of: 'outcome', path: 'admin', outcome: 'ok', as: 'percent' },
      phase: 'baseline',
      atLeast: 100,
      minimumSamples: 4,
    },
    {
      id: 'one-was-refused',
      text: 'One outsider is refused on the admin port',
      measure: { of: 'outcome', path: 'adminOutsider', outcome: 'refused', as: 'count' },
      phase: 'all',
      atLeast: 1,
    },
    {
      id: 'dead-for-good',
      text: 'After that refusal no operator gets in any more, although the DNS is healthy',
      measure: { of: 'outcome', path: 'admin', outcome: 'ok', as: 'count' },
      phase: 'recovery',
      atMost: 0,
      minimumSamples: 5,
    },
    {
      id: 'still-listening',
      text: 'The port still listens: connections queue in the kernel, and nobody accepts them',
      measure: { of: 'reading', side: 'server', name: 'operatorQueueDepth', statistic: 'max' },
      phase: 'recovery',
      atLeast: 3,
      minimumSamples: 10,
    },
    {
      id: 'clients-notice-nothing',
      text: 'Clients on the other port notice nothing',
      measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' },
      phase: 'all',
      atLeast: 100,
      minimumSamples: 15,
    },
  ],
});

import { defineScenario, incidentHost, incidentNetwork, knownClients, outsiderOut } from '../lab/index.ts';

/**
 * unbound doubles its timeout with each answer that it misses, and takes the nameserver for dead at 12 s. It begins with what answers took
 * while the DNS was well, 50 ms at least: on a busy machine with 90 or 170 ms, and then the nameserver is dead to it at 18 to 30 s of the outage
 * (measured: 21.1 s from 50 ms, 28.2 s from 88 ms). From 380 ms at least it is dead at 19.4 s, just before glibc
 * gives up on the second client at 20.2 s, and asked again at 33 s.
 */
const steadyTimeouts = { '/etc/unbound/unbound.conf.d/timeouts.conf': 'server:\n  infra-cache-min-rtt: 380\n' };

export default defineScenario({
  title: 'a resolver cache that is cold: whom it does not know is refused, late at first, later at once',
  story: `The same unbound and the same dead DNS, and a thousand clients of whom none comes twice: a cache that was just started knows as little.
The first unknown names stall the accept thread. Then unbound takes its nameserver for dead and says so at once: clients no longer wait,
and are refused, also for a while after the DNS is well.`,
  ...incidentNetwork,
  ...knownClients,
  clients: { ...incidentNetwork.clients, tcp: { ...incidentNetwork.clients.tcp, count: 1000 } },
  // In turns, so that really none comes twice. A name that unbound is still asking for has no answer yet, neither from the cache nor at once:
  // a client that comes again meanwhile waits until glibc gives up, 10 s, and so does everyone behind it. With drawn clients one seed in some had that.
  load: knownClients.load.map((stream) => (stream.path === 'tcp' ? { ...stream, turns: true } : stream)),
  recordTtlSeconds: 300,
  host: { ...incidentHost, files: { ...incidentHost.files, ...steadyTimeouts } },
  fixes: ['resolver-cache'],
  // The fault is over before unbound asks again, so that it still refuses clients when the DNS is well. It begins between two arrivals: for a client
  // that comes at that moment the PTR may be answered, and its forward query and the same with the search domain take 20 s instead of 10.
  timeline: { ...knownClients.timeline, settleMs: 1150, faultMs: 29_000 },
  expectations: [
    {
      id: 'refused',
      text: 'Clients that the cache does not know are refused',
      measure: { of: 'outcome', path: 'tcp', outcome: 'refused', as: 'percent' },
      atLeast: 80,
      minimumSamples: 60,
    },
    {
      id: 'late-at-first',
      text: 'At first they wait for that',
      measure: { of: 'stage', path: 'tcp', stage: 'refusal', statistic: 'p50' },
      within: { fromMs: 0, untilMs: 10_000 },
      atLeast: { timesResolverGivesUp: 0.5 },
      minimumSamples: 20,
    },
    {
      id: 'accept-queue-grows',
      text: 'and pile up in the accept queue',
      measure: { of: 'reading', side: 'server', name: 'acceptQueueDepth', statistic: 'max' },
      atLeast: { timesBaseline: 3, floor: 10 },
      minimumSamples: 20,
    },
    {
      id: 'later-at-once',
      text: 'Later, when unbound asks no more, they are refused at once',
      measure: { of: 'stage', path: 'tcp', stage: 'refusal', statistic: 'p50' },
      within: { fromMs: 23_000, untilMs: 29_000 },
      atMost: { timesResolverGivesUp: 0.1 },
      minimumSamples: 15,
    },
    {
      id: 'refused-afterwards',
      text: 'and some of them when the DNS is well again, until unbound asks it anew',
      measure: { of: 'outcome', path: 'tcp', outcome: 'refused', as: 'count' },
      phase: 'recovery',
      atLeast: 1,
      minimumSamples: 15,
    },
    outsiderOut,
  ],
  claims: [
    {
      id: 'cold-cache-helps',
      text: 'A cache helps also when it was just started.',
      verdict: 'does not hold',
      but: 'unknown clients are refused, and the cache prolongs that: it takes the nameserver for dead when that is well again',
      shownBy: ['refused', 'late-at-first', 'refused-afterwards'],
    },
  ],
});

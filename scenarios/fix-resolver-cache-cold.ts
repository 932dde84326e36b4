import { acceptQueueGrows, defineScenario, incidentHost, incidentNetwork, knownClients, outsiderOut } from '../lab/index.ts';

/**
 * unbound doubles its timeout with each answer that it misses, and takes the nameserver for dead at 12 s. It starts from the time that answers
 * took while the DNS was healthy, at least 50 ms. On a busy machine that is 90 or 170 ms, and unbound takes the nameserver for dead 18 to 30 s
 * into the outage (measured: 21.1 s from 50 ms, 28.2 s from 88 ms). Started from 380 ms, it does so at 19.4 s, just before glibc gives up on
 * the second client at 20.2 s, and asks again at 33 s.
 */
const steadyTimeouts = { '/etc/unbound/unbound.conf.d/timeouts.conf': 'server:\n  infra-cache-min-rtt: 380\n' };

export default defineScenario({
  title: 'a cold resolver cache: clients that it does not know are refused, late at first, later at once',
  story: `unbound and the dead DNS are the same as in fix-resolver-cache, but there are a thousand clients, and none comes twice. A cache that
has just been started knows as little. The first unknown names stall the accept thread. Then unbound takes its nameserver for dead and says so at
once: clients no longer wait, but are refused, even for a while after the DNS has recovered.`,
  ...incidentNetwork,
  ...knownClients,
  clients: { ...incidentNetwork.clients, tcp: { ...incidentNetwork.clients.tcp, count: 1000 } },
  // In turns, so that no client comes twice. While unbound is still asking for a name it answers nothing: a client that came again
  // in the meantime would wait until glibc gives up, 10 s, and so would everyone behind it. With clients drawn at random, some seeds had that.
  load: knownClients.load.map((stream) => (stream.path === 'tcp' ? { ...stream, turns: true } : stream)),
  recordTtlSeconds: 300,
  host: { ...incidentHost, files: { ...incidentHost.files, ...steadyTimeouts } },
  fixes: ['resolver-cache'],
  // The fault ends before unbound asks again, so that it still refuses clients after the DNS has recovered. It begins between two arrivals: for a
  // client that came at that moment the PTR query might be answered, and its forward queries, without and with the search domain, would take
  // 20 s instead of 10.
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
      text: 'At first clients wait before they are refused',
      measure: { of: 'stage', path: 'tcp', stage: 'refusal', statistic: 'p50' },
      within: { fromMs: 0, untilMs: 10_000 },
      atLeast: { timesResolverGivesUp: 0.5 },
      minimumSamples: 20,
    },
    { ...acceptQueueGrows(10), text: 'Connections pile up in the accept queue' },
    {
      id: 'later-at-once',
      text: 'Later, when unbound no longer asks, clients are refused at once',
      measure: { of: 'stage', path: 'tcp', stage: 'refusal', statistic: 'p50' },
      within: { fromMs: 23_000, untilMs: 29_000 },
      atMost: { timesResolverGivesUp: 0.1 },
      minimumSamples: 15,
    },
    {
      id: 'refused-afterwards',
      text: 'Some clients are refused even after the DNS has recovered, until unbound asks it again',
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
      text: 'A cache helps even when it has just been started.',
      verdict: 'does not hold',
      but: 'unknown clients are refused, and the cache prolongs that: it takes the nameserver for dead even after it has recovered',
      shownBy: ['refused', 'late-at-first', 'refused-afterwards'],
    },
  ],
});

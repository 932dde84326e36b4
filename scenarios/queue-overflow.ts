import { defineScenario, fullAcceptQueue, incidentHost, incidentNetwork, outsiderOut, slowDns, withServerOptions } from '../lab/index.ts';

/** A packet filter that drops SYNs from the strangers' network: the other reason for a SYN without an answer. */
const firewall = `table inet database {
  chain input {
    type filter hook input priority filter; policy accept;
    ip saddr 198.19.0.0/24 tcp flags & (syn | ack) == syn drop
  }
}
`;

/** Parts of the baseline: before the burst, and when the burst must be over. */
const beforeBurst = { fromMs: 0, untilMs: 4500 } as const;
const afterBurst = { fromMs: 9000, untilMs: 12_000 } as const;
/** A part of the fault phase: when the queue has been full for some time. */
const late = { fromMs: 9000, untilMs: 12_000 } as const;

export default defineScenario({
  title: 'the outage on a busy site: the accept queue is full, and TCP connections themselves time out',
  story: `Far more clients come each second than the server can take with so slow a DNS. Within seconds the accept queue is
full. The kernel then drops SYNs (requests for a TCP connection), and clients send theirs again: after 1, 3 and 7 s, or since Linux 6.5 after
each of the first five seconds. That looks like a firewall, or like a burst of clients. The run has both for comparison: strangers whose SYNs
a packet filter drops, and a burst of 120 clients while the DNS is healthy.`,
  ...incidentNetwork,
  // MariaDB's default back_log. MySQL 9.7 has 10,000; its queue, limited to 4,096 by somaxconn, would take minutes to fill.
  host: { ...withServerOptions(incidentHost, { back_log: '80' }), firewall },
  fault: { id: 'slow', delay: 500 },
  outage: true,
  load: [
    { path: 'tcp', arrivals: { process: 'poisson', ratePerSecond: 30 } },
    { path: 'outsider', arrivals: { process: 'constant', ratePerSecond: 1 }, connectTimeoutMs: 3000 },
    { path: 'localTcp', arrivals: { process: 'burst', phase: 'baseline', offsetMs: 5000, count: 120, elsewherePerSecond: 0.5 } },
    { path: 'session', arrivals: { process: 'constant', ratePerSecond: 4 } },
  ],
  timeline: { settleMs: 2000, baselineMs: 12_000, faultMs: 12_000, recoveryMs: 8000 },
  takes: { ratePerSecond: { from: 25, to: 100 }, delayMs: { from: 200, to: 2000 } },
  regimes: [
    {
      id: 'queue-full',
      text: 'far more clients come than the accept thread can take, and the accept queue is full',
      when: { delayPerTimeout: { below: 1 }, queueFullAfter: { below: 0.34 } },
      timeline: {
        settleMs: 2000,
        baselineMs: 12_000,
        faultMs: { atLeastMs: 12_000, clients: 4, queueFills: 3 },
        recoveryMs: { atLeastMs: 8000, clients: 2 },
      },
    },
  ],
  expectations: [
    fullAcceptQueue.overflows,
    fullAcceptQueue.connectionIsLate,
    {
      id: 'queue-stays-full',
      text: 'The queue stays full as long as the DNS is slow',
      measure: { of: 'reading', side: 'server', name: 'acceptQueueDepth', statistic: 'min' },
      within: late,
      atLeast: 75,
      minimumSamples: 5,
    },
    {
      id: 'overflows-go-on',
      text: 'The counter ListenOverflows keeps rising',
      measure: { of: 'reading', side: 'server', name: 'listenOverflows', statistic: 'increase' },
      within: late,
      atLeast: 10,
      minimumSamples: 5,
    },
    {
      ...slowDns.dnsIsTheCause,
      text: 'All slow connects waited for the DNS, including those whose SYN the kernel dropped',
      minimumSamples: 100,
    },
    slowDns.sessionIsUndisturbed,
    {
      id: 'filtered-syns-look-alike',
      text: 'The firewall: strangers whose SYNs it drops get no TCP connection either',
      measure: { of: 'stage', path: 'outsider', stage: 'tcpConnected', statistic: 'min' },
      phase: 'baseline',
      atLeast: 2900,
      minimumSamples: 8,
    },
    {
      id: 'filtered-syns-are-not-counted',
      text: 'The kernel counts none of the SYNs that a firewall drops as an overflow',
      measure: { of: 'reading', side: 'server', name: 'listenOverflows', statistic: 'increase' },
      phase: 'baseline',
      within: beforeBurst,
      atMost: 0,
      minimumSamples: 8,
    },
    {
      id: 'queue-is-empty-then',
      text: 'The accept queue is empty while the firewall drops SYNs',
      measure: { of: 'reading', side: 'server', name: 'acceptQueueDepth', statistic: 'mean' },
      phase: 'baseline',
      within: beforeBurst,
      atMost: 2,
      minimumSamples: 8,
    },
    {
      id: 'burst-gets-in',
      text: 'The burst: all of 120 clients that come at once get in',
      measure: { of: 'outcome', path: 'localTcp', outcome: 'ok', as: 'percent' },
      phase: 'baseline',
      atLeast: 100,
      minimumSamples: 100,
    },
    {
      id: 'burst-is-over',
      text: 'Four seconds after the burst nothing overflows, whether it did before or not',
      measure: { of: 'reading', side: 'server', name: 'listenOverflows', statistic: 'increase' },
      phase: 'baseline',
      within: afterBurst,
      atMost: 0,
      minimumSamples: 5,
    },
    { ...slowDns.noPortExhaustion, text: 'No client runs out of ports at any time', minimumSamples: 100 },
    outsiderOut,
  ],
  claims: [
    {
      id: 'tcp-connect-times-out',
      text: 'In this outage TCP connections themselves time out.',
      verdict: 'holds with conditions',
      but: 'once the accept queue is full, which takes seconds on a busy site; until then the kernel completes them at once',
      shownBy: ['accept-queue-overflows', 'tcp-connection-is-late', 'queue-stays-full', 'dns-is-the-cause'],
    },
    {
      id: 'lost-syns-are-the-firewall',
      text: 'SYNs go unanswered because of a firewall or the network.',
      verdict: 'does not hold',
      but: 'a full accept queue drops them as well; then ListenOverflows counts them and the queue is full, and neither shows what a packet filter drops',
      shownBy: [
        'accept-queue-overflows',
        'queue-stays-full',
        'filtered-syns-look-alike',
        'filtered-syns-are-not-counted',
        'queue-is-empty-then',
      ],
    },
    {
      id: 'overflow-is-a-burst',
      text: 'When the accept queue overflows, too many clients have come at once.',
      verdict: 'does not hold',
      but: 'after a burst the counter stops within seconds; here clients come at their usual rate, and it rises as long as the DNS is slow',
      shownBy: ['overflows-go-on', 'queue-stays-full', 'burst-gets-in', 'burst-is-over'],
    },
  ],
});

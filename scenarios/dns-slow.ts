import { defineScenario, type ExpectationInput, fullAcceptQueue, incidentHost, incidentNetwork, slowDns } from '../lab/index.ts';

const aboutLookups = [slowDns.onePtrEach, slowDns.oneForwardEach, slowDns.skipNameResolveIsOn];
const aboutTimeWait = [slowDns.timeWaitOnServer, slowDns.timeWaitOnClients, slowDns.noPortExhaustion];
/** Recovery is judged by a fixed time: in a long one, a busy machine makes more than one connect in twenty slow by the baseline's measure. */
const recoversWithin = (atMost: number, when: string): ExpectationInput => ({
  ...slowDns.recovers,
  text: `Once the DNS recovers, connects take less than a second again, ${when}`,
  measure: { of: 'recovery', path: 'tcp', withinMs: 1000 },
  atMost,
});
const aboutTheEnd = [slowDns.sessionIsUndisturbed, ...aboutTimeWait, recoversWithin(5, 'within seconds'), slowDns.outsiderStaysOut];
/** Beside lookups of half a second, 95 % leaves the server this time for each client. Beside short lookups it is a larger share. */
const dnsIsTheCause = {
  ...slowDns.dnsIsTheCause,
  atLeast: { lookupsBesideMs: 50 },
  minimumSamples: 10,
} as const satisfies ExpectationInput;
const aboveCapacity = [
  slowDns.stalls,
  slowDns.kernelIsFast,
  ...aboutLookups,
  slowDns.queueGrows,
  slowDns.threadInResolver,
  slowDns.dnsIsTheCause,
  slowDns.socketStallsToo,
  slowDns.sessionIsUndisturbed,
  ...aboutTimeWait,
];
const beforeTheFault = { settleMs: 1000, baselineMs: { atLeastMs: 6000, arrivals: 10 } } as const;
const aboveCapacityTimeline = {
  ...beforeTheFault,
  faultMs: { atLeastMs: 12_000, clients: 6, arrivals: 40 },
  recoveryMs: { atLeastMs: 8000, clients: 2, arrivals: 15 },
} as const;

export default defineScenario({
  title: 'the outage: a slow DNS stalls every new connection, the Unix socket included',
  story: `The ACL of the database host lets clients in by name, and every answer of the DNS is late. libwrap looks up each client in mysqld's
only accept thread, although skip_name_resolve is ON: its name and, if that comes in time, the address of the name. Meanwhile the thread
accepts nobody. With answers half a second late it takes one connection a second. Clients that arrive faster than it takes them queue.`,
  ...incidentNetwork,
  host: incidentHost,
  fault: { id: 'slow', delay: 500 },
  outage: true,
  load: [
    { path: 'tcp', arrivals: { process: 'poisson', ratePerSecond: 6 } },
    { path: 'outsider', arrivals: { process: 'constant', ratePerSecond: 0.5 } },
    { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 2 } },
    { path: 'session', arrivals: { process: 'constant', ratePerSecond: 4 } },
  ],
  timeline: { settleMs: 1000, baselineMs: 6000, faultMs: 12_000, recoveryMs: 8000 },
  expectations: [...aboveCapacity, slowDns.recovers, slowDns.outsiderStaysOut],
  takes: { ratePerSecond: { from: 0.2, to: 300 }, delayMs: { from: 50, to: 60_000 } },
  regimes: [
    {
      id: 'as-dead',
      text: 'answers come after the resolver gives up: so slow a DNS is as good as dead',
      // Close to the resolver's patience, milliseconds decide whether a lookup fails.
      when: { delayPerPatience: { from: 1.05 } },
      timeline: {
        ...beforeTheFault,
        faultMs: { atLeastMs: 12_000, clients: 4, arrivals: 40 },
        recoveryMs: { atLeastMs: 20_000, arrivals: 15 },
      },
      expectations: [
        {
          id: 'no-name',
          text: 'No client gets a name: the resolver gives up on the PTR query, and libwrap asks nothing else',
          measure: { of: 'lookups', path: 'tcp', type: 'forward' },
          // One may have been in progress.
          atMost: 0.1,
          minimumSamples: 20,
        },
        {
          id: 'allowed-are-refused',
          text: 'Every client that libwrap gets to is refused, allowed or not',
          measure: { of: 'reading', side: 'server', name: 'connectionErrorsTcpwrap', statistic: 'increase' },
          atLeast: 2,
          minimumSamples: 20,
        },
        {
          id: 'nobody-gets-in',
          text: 'Clients give up after 10 s, before they get in',
          measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
          atLeast: 9500,
          minimumSamples: 20,
        },
        slowDns.skipNameResolveIsOn,
        slowDns.queueGrows,
        slowDns.threadInResolver,
        slowDns.dnsIsTheCause,
        slowDns.sessionIsUndisturbed,
        ...aboutTimeWait,
        recoversWithin(12, 'after one more lookup'),
        slowDns.outsiderStaysOut,
      ],
    },
    {
      id: 'asked-again',
      text: 'answers come after the resolver has asked again: each lookup takes so long that every client gives up',
      when: { delayPerTimeout: { from: 1 }, delayPerPatience: { below: 0.95 } },
      timeline: {
        ...beforeTheFault,
        faultMs: { atLeastMs: 12_000, clients: 3, arrivals: 40 },
        recoveryMs: { atLeastMs: 20_000, arrivals: 15 },
      },
      expectations: [
        {
          id: 'nobody-gets-in',
          text: 'Two lookups take longer than a client waits: clients give up after 10 s',
          measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
          atLeast: 9500,
          minimumSamples: 20,
        },
        {
          id: 'late-answer-counts',
          text: 'The late answer to the first attempt still counts: libwrap goes on to the forward query',
          measure: { of: 'lookups', path: 'tcp', type: 'forward' },
          phase: 'all',
          atLeast: 0.95,
          minimumSamples: 20,
        },
        slowDns.answersAreSlow,
        slowDns.skipNameResolveIsOn,
        slowDns.queueGrows,
        slowDns.threadInResolver,
        slowDns.dnsIsTheCause,
        slowDns.sessionIsUndisturbed,
        ...aboutTimeWait,
        recoversWithin(15, 'after one more lookup'),
        slowDns.outsiderStaysOut,
      ],
    },
    {
      id: 'below-capacity',
      text: 'fewer clients come than the accept thread can take: each is late by its own lookups',
      when: { delayPerTimeout: { below: 1 }, offeredLoad: { below: 0.85 } },
      timeline: {
        ...beforeTheFault,
        faultMs: { atLeastMs: 12_000, arrivals: 40 },
        recoveryMs: { atLeastMs: 8000, arrivals: 15 },
      },
      expectations: [
        { ...slowDns.stalls, text: 'A TCP client waits at least its own two lookups for its greeting' },
        {
          id: 'everyone-gets-in',
          text: 'Nearly everyone gets in: the accept thread keeps up',
          measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' },
          atLeast: 85,
          minimumSamples: 20,
        },
        {
          id: 'no-queue-to-speak-of',
          text: 'The accept queue stays short on average',
          measure: { of: 'reading', side: 'server', name: 'acceptQueueDepth', statistic: 'mean' },
          atMost: 6,
          minimumSamples: 20,
        },
        slowDns.kernelIsFast,
        ...aboutLookups,
        // With short delays hardly anybody waits longer than is normal on a busy machine, so there is no wait to explain.
        slowDns.answersAreSlow,
        ...aboutTheEnd,
      ],
    },
    {
      id: 'about-capacity',
      text: 'about as many clients come as the accept thread can take: chance decides how long the queue is',
      when: { delayPerTimeout: { below: 1 }, offeredLoad: { from: 0.85, below: 2 } },
      timeline: {
        ...beforeTheFault,
        faultMs: { atLeastMs: 12_000, clients: 3, arrivals: 40 },
        recoveryMs: { atLeastMs: 8000, clients: 2, arrivals: 15 },
      },
      expectations: [slowDns.stalls, slowDns.kernelIsFast, ...aboutLookups, dnsIsTheCause, ...aboutTheEnd],
    },
    {
      id: 'above-capacity',
      text: 'more clients come than the accept thread can take: they queue, and the queue grows',
      when: { delayPerTimeout: { from: 0.1, below: 0.9 }, queueFullAfter: { from: 0.9 } },
      timeline: aboveCapacityTimeline,
    },
    {
      id: 'above-capacity-short-lookups',
      text: 'as above-capacity, but lookups are so short that the server’s own work for a client counts beside them',
      when: { delayPerTimeout: { below: 0.1 }, queueFullAfter: { from: 0.9 } },
      timeline: aboveCapacityTimeline,
      expectations: [
        ...aboveCapacity.map((each) => (each.id === dnsIsTheCause.id ? dnsIsTheCause : each)),
        recoversWithin(5, 'within seconds'),
        slowDns.outsiderStaysOut,
      ],
    },
    {
      id: 'above-capacity-long-lookups',
      text: 'as above-capacity, but a lookup takes nearly as long as the resolver waits before it asks again',
      when: { delayPerTimeout: { from: 0.9, below: 1 }, queueFullAfter: { from: 0.9 } },
      timeline: aboveCapacityTimeline,
      expectations: [...aboveCapacity, recoversWithin(10, 'after one more lookup'), slowDns.outsiderStaysOut],
    },
    {
      id: 'queue-full',
      text: 'far more clients come than the accept thread can take: the accept queue fills, and the kernel drops SYNs',
      when: { delayPerTimeout: { below: 1 } },
      timeline: {
        ...beforeTheFault,
        settleMs: 2000,
        faultMs: { atLeastMs: 12_000, clients: 6, arrivals: 40, queueFills: 3 },
        recoveryMs: { atLeastMs: 8000, clients: 2, arrivals: 15, perClientASecondMs: 70 },
      },
      expectations: [
        slowDns.stalls,
        fullAcceptQueue.overflows,
        fullAcceptQueue.connectionIsLate,
        ...aboutLookups,
        slowDns.threadInResolver,
        dnsIsTheCause,
        slowDns.socketStallsToo,
        slowDns.sessionIsUndisturbed,
        ...aboutTimeWait,
        recoversWithin(12, 'after the clients whose SYNs were dropped have got in or given up, 10 s at most'),
        slowDns.outsiderStaysOut,
      ],
    },
  ],
});

import { defineScenario, type ExpectationInput, fullAcceptQueue, incidentHost, incidentNetwork, slowDns } from '../lab/index.ts';

const aboutLookups = [slowDns.onePtrEach, slowDns.oneForwardEach, slowDns.skipNameResolveIsOn];
const aboutTimeWait = [slowDns.timeWaitOnServer, slowDns.timeWaitOnClients, slowDns.noPortExhaustion];
const answersAreSlow = {
  id: 'answers-are-slow',
  text: 'Every answer comes as late as the DNS is slow',
  measure: { of: 'queries', as: 'answerMs' },
  atLeast: { timesInjectedDelay: 0.95 },
  minimumSamples: 3,
} as const satisfies ExpectationInput;
/** Other than the stall, by a fixed time: in a long recovery a busy machine makes more than one connect in twenty slow by the baseline's measure. */
const recoversWithin = (text: string, atMost: number): ExpectationInput => ({
  ...slowDns.recovers,
  text,
  measure: { of: 'recovery', path: 'tcp', withinMs: 1000 },
  atMost,
});
const aboutTheEnd = [
  slowDns.sessionIsUndisturbed,
  ...aboutTimeWait,
  recoversWithin('Once the DNS is well, connects take less than a second again, within seconds', 5),
  slowDns.outsiderStaysOut,
];
/** What 95 % leaves the server for each client beside lookups of half a second. With short ones that is a larger share. */
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
const aboveCapacityTimeline = {
  settleMs: 1000,
  baselineMs: { atLeastMs: 6000, arrivals: 10 },
  faultMs: { atLeastMs: 12_000, clients: 6, arrivals: 40 },
  recoveryMs: { atLeastMs: 8000, clients: 2, arrivals: 15 },
} as const;

export default defineScenario({
  title: 'the outage: a slow DNS stalls every new connection, the Unix socket included',
  story: `The ACL of the database host lets clients in by name. Every answer of the DNS comes half a second late. libwrap asks twice for each
client, in mysqld's only accept thread, so the server takes one connection a second, although skip_name_resolve is ON. More arrive.`,
  ...incidentNetwork,
  host: incidentHost,
  fault: { id: 'slow', delay: 500 },
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
      text: 'answers come after the resolver has given up: a slow DNS is a dead one',
      // Close to its patience it is a matter of ms whether a lookup fails.
      when: { delayPerPatience: { from: 1.05 } },
      timeline: {
        settleMs: 1000,
        baselineMs: { atLeastMs: 6000, arrivals: 10 },
        faultMs: { atLeastMs: 12_000, clients: 4, arrivals: 40 },
        recoveryMs: { atLeastMs: 20_000, arrivals: 15 },
      },
      expectations: [
        {
          id: 'no-name',
          text: 'No client gets a name: the resolver gives the PTR query up, and libwrap asks nothing else',
          measure: { of: 'lookups', path: 'tcp', type: 'forward' },
          // One may have been under way.
          atMost: 0.1,
          minimumSamples: 20,
        },
        {
          id: 'allowed-are-refused',
          text: 'libwrap refuses each that it comes to, allowed or not',
          measure: { of: 'reading', side: 'server', name: 'connectionErrorsTcpwrap', statistic: 'increase' },
          atLeast: 2,
          minimumSamples: 20,
        },
        {
          id: 'nobody-gets-in',
          text: 'Clients give up after 10 s, and none of them is in before',
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
        recoversWithin('Once the DNS is well, connects take less than a second again, after one more lookup', 12),
        slowDns.outsiderStaysOut,
      ],
    },
    {
      id: 'asked-again',
      text: 'answers come after the resolver has asked again: each lookup takes its time, and every client gives up',
      when: { delayPerTimeout: { from: 1 }, delayPerPatience: { below: 0.95 } },
      timeline: {
        settleMs: 1000,
        baselineMs: { atLeastMs: 6000, arrivals: 10 },
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
          text: 'The late answer to the first try still counts: libwrap goes on to the forward query',
          measure: { of: 'lookups', path: 'tcp', type: 'forward' },
          phase: 'all',
          atLeast: 0.95,
          minimumSamples: 20,
        },
        answersAreSlow,
        slowDns.skipNameResolveIsOn,
        slowDns.queueGrows,
        slowDns.threadInResolver,
        slowDns.dnsIsTheCause,
        slowDns.sessionIsUndisturbed,
        ...aboutTimeWait,
        recoversWithin('Once the DNS is well, connects take less than a second again, after one more lookup', 15),
        slowDns.outsiderStaysOut,
      ],
    },
    {
      id: 'below-capacity',
      text: 'fewer clients come than the accept thread can take: each is late by its own lookups',
      when: { delayPerTimeout: { below: 1 }, offeredLoad: { below: 0.85 } },
      timeline: {
        settleMs: 1000,
        baselineMs: { atLeastMs: 6000, arrivals: 10 },
        faultMs: { atLeastMs: 12_000, arrivals: 40 },
        recoveryMs: { atLeastMs: 8000, arrivals: 15 },
      },
      expectations: [
        { ...slowDns.stalls, text: 'A TCP client waits for its greeting for its own two lookups at least' },
        {
          id: 'everyone-gets-in',
          text: 'but nearly everyone gets in: the accept thread keeps up',
          measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' },
          atLeast: 85,
          minimumSamples: 20,
        },
        {
          id: 'no-queue-to-speak-of',
          text: 'and the accept queue stays short, whoever may wait in it for a while',
          measure: { of: 'reading', side: 'server', name: 'acceptQueueDepth', statistic: 'mean' },
          atMost: 6,
          minimumSamples: 20,
        },
        slowDns.kernelIsFast,
        ...aboutLookups,
        // With short delays hardly anybody waits for longer than is normal on a busy machine, so that there is no wait to explain.
        answersAreSlow,
        ...aboutTheEnd,
      ],
    },
    {
      id: 'about-capacity',
      text: 'about as many clients come as the accept thread can take: chance decides how long the queue is',
      when: { delayPerTimeout: { below: 1 }, offeredLoad: { from: 0.85, below: 2 } },
      timeline: {
        settleMs: 1000,
        baselineMs: { atLeastMs: 6000, arrivals: 10 },
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
      text: 'the same, and lookups are so short that what the server itself does for a client counts beside them',
      when: { delayPerTimeout: { below: 0.1 }, queueFullAfter: { from: 0.9 } },
      timeline: aboveCapacityTimeline,
      expectations: [
        ...aboveCapacity.map((each) => (each.id === dnsIsTheCause.id ? dnsIsTheCause : each)),
        recoversWithin('Once the DNS is well, connects take less than a second again, within seconds', 5),
        slowDns.outsiderStaysOut,
      ],
    },
    {
      id: 'above-capacity-long-lookups',
      text: 'the same, and a lookup takes nearly as long as the resolver waits before it asks again',
      when: { delayPerTimeout: { from: 0.9, below: 1 }, queueFullAfter: { from: 0.9 } },
      timeline: aboveCapacityTimeline,
      expectations: [
        ...aboveCapacity,
        recoversWithin('Once the DNS is well, connects take less than a second again, after one more lookup', 10),
        slowDns.outsiderStaysOut,
      ],
    },
    {
      id: 'queue-full',
      text: 'so many more clients come that the accept queue is full: the kernel drops their SYNs',
      when: { delayPerTimeout: { below: 1 } },
      timeline: {
        settleMs: 2000,
        baselineMs: { atLeastMs: 6000, arrivals: 10 },
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
        recoversWithin(
          'Once the DNS is well, connects take less than a second again, when those are through whose SYNs were dropped: they wait for 10 s at most',
          12,
        ),
        slowDns.outsiderStaysOut,
      ],
    },
  ],
});

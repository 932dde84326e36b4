import { defineScenario, incidentHost, incidentNetwork } from '../lab/index.ts';

export default defineScenario({
  title: 'seen: the accept thread reads hosts.allow for each client, hosts.deny for those not in it',
  story: `This is what strace on mysqld showed in the end. The DNS is healthy here: strace runs instead of a fault, and its cost is measured
as well. It stops the accept thread at every system call, so do not leave it attached to a server in trouble.`,
  ...incidentNetwork,
  host: incidentHost,
  fault: { id: 'none' },
  traceReads: 'fault',
  load: [
    { path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 8 } },
    { path: 'outsider', arrivals: { process: 'constant', ratePerSecond: 2 } },
    { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 2 } },
  ],
  timeline: { settleMs: 1000, baselineMs: 6000, faultMs: 8000, recoveryMs: 3000 },
  expectations: [
    {
      id: 'allow-for-each',
      text: 'The file hosts.allow is read for every client on the network',
      measure: { of: 'perConnect', reading: 'hostsAllowReads', paths: ['tcp', 'outsider'] },
      atLeast: 0.85,
      minimumSamples: 40,
    },
    {
      id: 'and-for-no-other',
      text: 'The file hosts.allow is not read for clients on the Unix socket',
      measure: { of: 'perConnect', reading: 'hostsAllowReads', paths: ['tcp', 'outsider'] },
      atMost: 1.1,
      minimumSamples: 40,
    },
    {
      id: 'deny-for-outsiders',
      text: 'The file hosts.deny is read when no rule in hosts.allow lets the client in',
      measure: { of: 'perConnect', reading: 'hostsDenyReads', paths: ['outsider'] },
      atLeast: 0.8,
      minimumSamples: 10,
    },
    {
      id: 'deny-for-no-other',
      text: 'The file hosts.deny is not read for a client that may come in',
      measure: { of: 'perConnect', reading: 'hostsDenyReads', paths: ['outsider'] },
      atMost: 1.2,
      minimumSamples: 10,
    },
    {
      id: 'price-of-strace',
      text: 'The cost of strace: a connect takes longer than before, but it is not an outage',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atMost: { timesBaseline: 20, floor: 100 },
      minimumSamples: 40,
    },
  ],
  claims: [
    {
      id: 'acl-files-read-often',
      text: 'mysqld reads hosts.allow and hosts.deny very often.',
      verdict: 'holds with conditions',
      but: 'hosts.allow once for each TCP client, hosts.deny only for those that hosts.allow does not let in; neither for the socket',
      shownBy: ['allow-for-each', 'and-for-no-other', 'deny-for-outsiders', 'deny-for-no-other'],
    },
  ],
});

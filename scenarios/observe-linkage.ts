import { defineScenario, incidentHost, incidentNetwork } from '../lab/index.ts';

export default defineScenario({
  title: 'seen: ldd names libwrap for the server’s program, and the running process has loaded it',
  story: `The program file shows whether a server can have this outage. A server that is linked against libwrap asks it about every TCP client, and
with an ACL by name libwrap asks the DNS. Nobody needs to have installed "TCP wrappers" for that.`,
  ...incidentNetwork,
  host: incidentHost,
  fault: { id: 'none' },
  load: [
    { path: 'tcp', arrivals: { process: 'constant', ratePerSecond: 5 } },
    { path: 'outsider', arrivals: { process: 'constant', ratePerSecond: 1 } },
  ],
  timeline: { settleMs: 1000, baselineMs: 5000, faultMs: 5000, recoveryMs: 1000 },
  expectations: [
    { id: 'ldd', text: 'The libraries that ldd names include libwrap', measure: { of: 'linkage', by: 'ldd' }, is: 'libwrap.so.0' },
    { id: 'process', text: 'The running process has loaded libwrap', measure: { of: 'linkage', by: 'process' }, is: 'libwrap.so.0' },
    {
      id: 'it-decides',
      text: 'Every outsider is refused: libwrap decides',
      measure: { of: 'outcome', path: 'outsider', outcome: 'refused', as: 'percent' },
      phase: 'all',
      atLeast: 100,
      minimumSamples: 8,
    },
    {
      id: 'it-asks',
      text: 'The host asks the DNS about each client',
      measure: { of: 'lookups', path: 'tcp', type: 'PTR' },
      phase: 'all',
      atLeast: 0.95,
      minimumSamples: 40,
    },
  ],
  claims: [
    {
      id: 'ldd-tells',
      text: 'ldd on the server’s program shows whether it can have this outage.',
      verdict: 'holds',
      shownBy: ['ldd', 'process', 'it-decides', 'it-asks'],
    },
  ],
});

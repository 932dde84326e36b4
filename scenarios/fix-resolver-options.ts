import { defineScenario, incidentHost, incidentNetwork, nobodyRefused, outsiderOut, recovers, remedyTest } from '../lab/index.ts';

export default defineScenario({
  title: 'two nameservers and short timeouts: seconds instead of tens of seconds, but still a queue',
  story: `As in fix-second-nameserver, but with "options timeout:1 attempts:2 rotate". A query to the dead nameserver costs 1 s instead of 5, and
only every other query goes there first. A connect makes two queries, so it takes about a second. Fewer than one client a second would be
served with that delay. With more, the queue grows as before.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['second-nameserver', 'resolver-options'],
  ...remedyTest,
  expectations: [
    nobodyRefused,
    {
      id: 'still-slow',
      text: 'Clients wait: more come than the server can take',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atLeast: 2000,
      minimumSamples: 30,
    },
    { ...recovers, minimumSamples: 3 },
    outsiderOut,
  ],
  claims: [
    {
      id: 'short-resolver-timeouts-help',
      text: 'Short timeouts in resolv.conf, together with a second nameserver, are enough.',
      verdict: 'does not hold',
      but: 'lookups take a second instead of ten: still too slow for three clients a second',
      shownBy: ['nobody-refused', 'still-slow', 'recovers'],
    },
  ],
});

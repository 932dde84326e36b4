import { defineScenario, incidentHost, incidentNetwork, outsiderOut, remedyTest } from '../lab/index.ts';

export default defineScenario({
  title: 'two nameservers and short time-outs: seconds instead of tens of seconds, and still a queue',
  story: `As in fix-second-nameserver, with "options timeout:1 attempts:2 rotate": a query that meets the dead nameserver costs 1 s instead
of 5, and only every other one meets it first. One connect asks twice, so it takes about a second. Fewer than one client a second are
served with that delay; with more, the queue grows as before.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['second-nameserver', 'resolver-options'],
  ...remedyTest,
  expectations: [
    {
      id: 'nobody-refused',
      text: 'No client is refused',
      measure: { of: 'outcome', path: 'tcp', outcome: 'refused', as: 'count' },
      phase: 'all',
      atMost: 0,
      minimumSamples: 30,
    },
    {
      id: 'still-slow',
      text: 'but three clients a second are more than the server takes',
      measure: { of: 'stage', path: 'tcp', stage: 'greeting', statistic: 'p50' },
      atLeast: 2000,
      minimumSamples: 30,
    },
    {
      id: 'recovers',
      text: 'Once the DNS is well, connects are as fast as before within seconds',
      measure: { of: 'recovery', path: 'tcp' },
      phase: 'recovery',
      atMost: 5,
      minimumSamples: 3,
    },
    outsiderOut,
  ],
  claims: [
    {
      id: 'short-resolver-timeouts-help',
      text: 'Short time-outs in resolv.conf, beside a second nameserver, are enough.',
      verdict: 'does not hold',
      but: 'lookups take a second instead of ten: still more than three clients a second can wait for',
      shownBy: ['nobody-refused', 'still-slow', 'recovers'],
    },
  ],
});

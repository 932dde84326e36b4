import { defineScenario, incidentHost, incidentNetwork, outsiderOut, remedyTest, socketStalls } from '../lab/index.ts';

export default defineScenario({
  title: 'clients that give up after 2 s and back off: they know sooner, but hardly any gets in',
  story: `A short connect timeout keeps an application from hanging along with its database. It does nothing for the server: libwrap also looks up
clients that have left, and each try leaves one more connection in the accept queue.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['client-timeouts'],
  ...remedyTest,
  expectations: [
    {
      id: 'know-sooner',
      text: 'A try costs a client little more than its timeout',
      measure: { of: 'elapsed', path: 'tcp', statistic: 'p50' },
      atMost: { timesResolverGivesUp: 0.3 },
      minimumSamples: 60,
    },
    {
      id: 'hardly-any-gets-in',
      text: 'Hardly any try gets in, other than those that last until the DNS recovers',
      measure: { of: 'outcome', path: 'tcp', outcome: 'ok', as: 'percent' },
      atMost: 15,
      minimumSamples: 60,
    },
    {
      id: 'tries-multiply',
      text: 'Clients try more than once',
      measure: { of: 'attempts', path: 'tcp' },
      atLeast: 1.5,
      minimumSamples: 30,
    },
    {
      id: 'left-behind',
      text: 'Clients leave connections behind that libwrap still has to check',
      measure: { of: 'reading', side: 'server', name: 'closeWait', statistic: 'max' },
      atLeast: 20,
      minimumSamples: 20,
    },
    socketStalls,
    outsiderOut,
  ],
  claims: [
    {
      id: 'client-timeouts-help',
      text: 'Shorter client timeouts ease the outage.',
      verdict: 'does not hold',
      but: 'clients know sooner that they do not get in; the server still looks up those that have left',
      shownBy: ['know-sooner', 'hardly-any-gets-in', 'left-behind', 'socket-stalls'],
    },
  ],
});

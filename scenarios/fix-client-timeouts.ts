import { defineScenario, incidentHost, incidentNetwork, outsiderOut, remedyTest } from '../lab/index.ts';

export default defineScenario({
  title: 'clients that give up after 2 s and back off: they know sooner, and still none gets in',
  story: `A short connect timeout keeps an application from hanging with its database. It does nothing for the server: libwrap looks up also who has
left, and each try leaves one more connection in the accept queue.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['client-timeouts'],
  ...remedyTest,
  expectations: [
    {
      id: 'know-sooner',
      text: 'A try costs a client little more than its time-out',
      measure: { of: 'elapsed', path: 'tcp', statistic: 'p50' },
      atMost: { timesResolverGivesUp: 0.3 },
      minimumSamples: 60,
    },
    {
      id: 'hardly-any-gets-in',
      text: 'but hardly one of the tries gets in: those that last until the DNS is well',
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
      text: 'and leave connections behind that libwrap still has to judge',
      measure: { of: 'reading', side: 'server', name: 'closeWait', statistic: 'max' },
      atLeast: 20,
      minimumSamples: 20,
    },
    {
      id: 'socket-stalls',
      text: 'The Unix socket waits behind them',
      measure: { of: 'stage', path: 'socket', stage: 'greeting', statistic: 'p50' },
      atLeast: { timesResolverGivesUp: 0.3 },
      minimumSamples: 10,
    },
    outsiderOut,
  ],
  claims: [
    {
      id: 'client-timeouts-help',
      text: 'Shorter time-outs at the clients ease the outage.',
      verdict: 'does not hold',
      but: 'clients know sooner that they do not get in; the server judges those that have left as any other',
      shownBy: ['know-sooner', 'hardly-any-gets-in', 'left-behind', 'socket-stalls'],
    },
  ],
});

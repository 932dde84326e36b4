import { defineScenario, herringTest, incidentHost, incidentNetwork, stalledAsBefore } from '../lab/index.ts';

export default defineScenario({
  title: 'red herring: a longer accept queue; more clients wait, and none waits less',
  story: `back_log, somaxconn and tcp_max_syn_backlog are raised to 8192. A longer queue in front of the same single thread makes nobody faster:
the server lacks speed, not room to wait in.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['bigger-backlog'],
  ...herringTest,
  expectations: [
    {
      id: 'longer',
      text: 'The variable back_log is 8192',
      measure: { of: 'variable', name: 'back_log' },
      is: '8192',
    },
    ...stalledAsBefore,
  ],
  claims: [
    {
      id: 'bigger-backlog-helps',
      text: 'A longer accept queue helps.',
      verdict: 'does not hold',
      but: 'more clients wait, and none waits less',
      shownBy: ['longer', 'tcp-stalls', 'accept-queue-grows'],
    },
  ],
});

import { defineScenario, herringTest, incidentHost, incidentNetwork, stalledAsBefore } from '../lab/index.ts';

export default defineScenario({
  title: 'red herring: a longer accept queue; more clients wait, none waits less',
  story: `back_log, somaxconn and tcp_max_syn_backlog are raised to 8192. A longer queue before the same one thread makes nobody faster: it is a rate that is short, not a
place to wait.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['bigger-backlog'],
  ...herringTest,
  expectations: [
    {
      id: 'longer',
      text: 'back_log is 8192',
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
      but: 'more clients wait, none waits less',
      shownBy: ['longer', 'tcp-stalls', 'accept-queue-grows'],
    },
  ],
});

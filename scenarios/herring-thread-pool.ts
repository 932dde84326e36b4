import { defineScenario, herringTest, incidentHost, incidentNetwork, stalledAsBefore } from '../lab/index.ts';

export default defineScenario({
  title: 'red herring: the thread pool comes after accept, libwrap before it',
  story: `MariaDB serves sessions from a pool of threads. But one thread still accepts all connections, and that thread waits for the DNS. MySQL's
free edition has no thread pool.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['thread-pool'],
  ...herringTest,
  expectations: [
    {
      id: 'pooled',
      text: 'The server runs with a thread pool',
      measure: { of: 'variable', name: 'thread_handling' },
      is: 'pool-of-threads',
    },
    ...stalledAsBefore,
  ],
  claims: [
    {
      id: 'thread-pool-helps',
      text: 'A thread pool helps.',
      verdict: 'does not hold',
      but: 'it serves sessions; one thread still accepts them',
      shownBy: ['pooled', 'tcp-stalls', 'accept-queue-grows'],
    },
  ],
});

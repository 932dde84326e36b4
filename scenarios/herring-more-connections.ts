import { defineScenario, herringTest, incidentHost, incidentNetwork, stalledAsBefore } from '../lab/index.ts';

export default defineScenario({
  title: 'red herring: max_connections; a client that waits for libwrap does not count as a connection yet',
  story: `Two thousand connections are allowed instead of 151. The waiting clients are in the kernel’s accept queue, and max_connections does not
count those.`,
  ...incidentNetwork,
  host: incidentHost,
  fixes: ['more-connections'],
  ...herringTest,
  expectations: [
    {
      id: 'allowed',
      text: 'The variable max_connections is 2000',
      measure: { of: 'variable', name: 'max_connections' },
      is: '2000',
    },
    ...stalledAsBefore,
  ],
  claims: [
    {
      id: 'more-connections-help',
      text: 'A higher max_connections helps.',
      verdict: 'does not hold',
      but: 'a client that waits for libwrap does not count as a connection yet',
      shownBy: ['allowed', 'tcp-stalls', 'accept-queue-grows'],
    },
  ],
});

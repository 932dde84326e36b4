import { defineScenario, incidentNetwork, oneAtATime, refusedAtOnce } from '../lab/index.ts';

export default defineScenario({
  title: 'no process on the port: an ICMP error ends each attempt at once, and the client is refused',
  story: `The kernel of the nameserver’s host answers with ICMP port unreachable. That is no wait, but it is no name either.
Linux sends such errors only about once a second; with more clients than here, the rest of the queries meet silence.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'port-closed' },
  expectations: [...refusedAtOnce],
});

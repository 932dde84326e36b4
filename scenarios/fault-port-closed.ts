import { defineScenario, incidentNetwork, oneAtATime, refusedAtOnce } from '../lab/index.ts';

export default defineScenario({
  title: 'no process on the port: an ICMP error ends each attempt at once, and the client is refused',
  story: `The kernel of the nameserver’s host answers with an ICMP error, "port unreachable". There is no wait, but no name either.
Linux sends only about one such error a second. With more clients than here, the other queries would get no reply.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'port-closed' },
  expectations: [...refusedAtOnce],
});

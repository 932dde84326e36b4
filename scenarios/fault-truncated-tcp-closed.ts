import { defineScenario, incidentNetwork, noForwardQuery, oneAtATime, refusedAtOnce } from '../lab/index.ts';

export default defineScenario({
  title: 'truncated answers, and no TCP to the nameserver: every client is refused at once',
  story: `An answer that is cut off tells glibc to ask again over TCP. Here TCP is rejected, as by a firewall that lets only UDP through to port 53.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'truncated', tcp: 'closed' },
  expectations: [noForwardQuery, ...refusedAtOnce],
});

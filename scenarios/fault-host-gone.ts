import { defineScenario, incidentNetwork, oneAtATime, refusedAfterWaiting } from '../lab/index.ts';

export default defineScenario({
  title: 'no host at the nameserver’s address: nobody answers ARP, and the client is refused after a wait',
  story: `Queries do not even leave the database host. Its kernel asks for the nameserver’s hardware address (ARP), and nobody answers.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'host-gone' },
  expectations: [...refusedAfterWaiting],
});

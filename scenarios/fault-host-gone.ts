import { defineScenario, incidentNetwork, oneAtATime, refusedAfterWaiting } from '../lab/index.ts';

export default defineScenario({
  title: 'no host at the address: nobody answers ARP, and the client is refused after the wait',
  story: `Queries do not even leave the database host: the kernel asks for the nameserver’s hardware address, in vain.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'host-gone' },
  expectations: [...refusedAfterWaiting],
});

import { defineScenario, incidentNetwork, oneAtATime, refusedAfterWaiting } from '../lab/index.ts';

export default defineScenario({
  title: 'a stopped process with its socket open: as silent as a dead one, to every client',
  story: `The socket takes the queries and nobody reads them. When the process goes on, it answers questions that nobody waits for any more.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'frozen' },
  expectations: [...refusedAfterWaiting],
});

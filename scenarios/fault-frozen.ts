import { defineScenario, incidentNetwork, oneAtATime, refusedAfterWaiting } from '../lab/index.ts';

export default defineScenario({
  title: 'a nameserver process that is stopped with its socket open: to clients as silent as a dead one',
  story: `The nameserver's socket accepts queries, but its stopped process does not read them. When the process goes on, it answers
questions that nobody is waiting for any more.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'frozen' },
  expectations: [...refusedAfterWaiting],
});

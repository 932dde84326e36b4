import {
  defineScenario,
  everyClient,
  forwardQueries,
  healed,
  incidentNetwork,
  longestWait,
  oneAtATime,
  ptrQueries,
  waits,
} from '../lab/index.ts';

export default defineScenario({
  title: 'answers late by a random time: two draws a connect',
  story: `As slow, with a delay that is drawn for each answer, here between 200 and 400 ms. A draw beyond the resolver’s timeout would make it ask again.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'jitter', delay: { shape: 'uniform', fromMs: 200, toMs: 400 } },
  expectations: [
    ptrQueries('One PTR query a connect', { atLeast: 0.95 }),
    ptrQueries('and no second one', { atMost: 1.05 }),
    forwardQueries('one forward query', { atLeast: 0.95 }),
    forwardQueries('and no second one', { atMost: 1.05 }),
    waits('It takes two delays: never less than the least of them twice', { atLeast: 400 }),
    longestWait('and no connect more than the longest twice, with half of that to spare', { atMost: 1200 }),
    everyClient('ok', 'and every client gets in'),
    healed,
  ],
});

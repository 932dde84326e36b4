import {
  defineScenario,
  everyClient,
  healed,
  incidentNetwork,
  longestWait,
  oneAtATime,
  oneForwardQuery,
  onePtrQuery,
  waits,
} from '../lab/index.ts';

export default defineScenario({
  title: 'answers late by a random time: each connect waits for two draws',
  story: `As in fault-slow, but the delay of each answer is drawn at random, here between 200 and 400 ms. A draw longer than the resolver’s
timeout would make it ask again.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'jitter', delay: { shape: 'uniform', fromMs: 200, toMs: 400 } },
  expectations: [
    ...onePtrQuery,
    ...oneForwardQuery,
    waits('A connect takes two delays: at least twice the shortest', { atLeast: 400 }),
    longestWait('A connect takes at most twice the longest delay, with half of that to spare', { atMost: 1200 }),
    everyClient('ok', 'Every client gets in'),
    healed,
  ],
});

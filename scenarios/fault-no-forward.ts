import { defineScenario, forwardQueries, incidentNetwork, oneAtATime, onePtrQuery, refusedAtOnce } from '../lab/index.ts';

export default defineScenario({
  title: 'a PTR record without a matching address: libwrap does not trust the name, and refuses',
  story: `The client's address has a name (its PTR record), but the name has no address. To libwrap such a client only claims its name.`,
  ...incidentNetwork,
  ...oneAtATime,
  fault: { id: 'no-forward' },
  expectations: [...onePtrQuery, forwardQueries('The name in the PTR record is looked up', { atLeast: 0.95 }), ...refusedAtOnce],
});

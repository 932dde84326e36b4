/** Everything that a scenario may import. */

export { type DatabaseHost, withFile, withLinesAdded, withLinesInFront, withServerOptions } from './model/database-host.ts';
export type { ExpectationInput, Limit, Quantity } from './model/expectation.ts';
export { deadDns } from './scenario/presets/dead-dns.ts';
export {
  available,
  fast,
  herringTest,
  nobodyWaits,
  noLookups,
  outsiderOut,
  outsiderTurnedAway,
  remedyTest,
  socketFast,
  stalledAsBefore,
} from './scenario/presets/expectations.ts';
export { fullAcceptQueue } from './scenario/presets/full-accept-queue.ts';
export { incidentHost, incidentNetwork } from './scenario/presets/incident.ts';
export { slowDnsSeen } from './scenario/presets/observation.ts';
export {
  everyClient,
  forwardQueries,
  healed,
  longestWait,
  oneAtATime,
  ptrQueries,
  refusedAfterWaiting,
  refusedAtOnce,
  waits,
} from './scenario/presets/one-client-at-a-time.ts';
export { stalledWithOperators } from './scenario/presets/operators.ts';
export { impatientClients } from './scenario/presets/retry-burst.ts';
export { slowDns } from './scenario/presets/slow-dns.ts';
export { steppedLoad } from './scenario/presets/stepped-load.ts';
export { early, knownClients, late, strangerStallsAll } from './scenario/presets/warm-cache.ts';
export { defineScenario, type ScenarioInput } from './scenario/scenario-schema.ts';

/** All that a scenario may import. */
export { early, knownClients, late, strangerStallsAll } from './cached-names.ts';
export { deadDns } from './dead-dns.ts';
export type { ExpectationInput, Limit, Quantity } from './expectation.ts';
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
} from './fault-alone.ts';
export { fullAcceptQueue } from './full-accept-queue.ts';
export { type DatabaseHost, withFile, withLinesAdded, withLinesInFront, withServerOptions } from './host.ts';
export { impatientClients } from './impatient-clients.ts';
export { incidentHost, incidentNetwork } from './incident.ts';
export { slowDnsSeen } from './observation.ts';
export { stalledWithOperators } from './operator-port.ts';
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
} from './remedies.ts';
export { defineScenario, type ScenarioInput } from './scenario.ts';
export { slowDns } from './slow-dns.ts';
export { steppedLoad } from './stepped-load.ts';

import { aftermath } from './aftermath.ts';
import { clientTries } from './client-tries.ts';
import { connectOutcomes } from './connect-outcomes.ts';
import { decided } from './decided.ts';
import { dnsQuestions } from './dns-questions.ts';
import { growth } from './growth.ts';
import { hostReadings } from './host-readings.ts';
import type { QuantityKinds } from './quantity-kind.ts';
import { serverFacts } from './server-facts.ts';
import { times } from './times.ts';
import { waiting } from './waiting.ts';

/** Every quantity, a file for each family. A new quantity is an entry in one of them; a new family is a file and a line here. */
export const quantities: QuantityKinds = {
  ...times,
  ...waiting,
  ...decided,
  ...connectOutcomes,
  ...clientTries,
  ...aftermath,
  ...growth,
  ...hostReadings,
  ...dnsQuestions,
  ...serverFacts,
};

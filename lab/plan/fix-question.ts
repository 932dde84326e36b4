import { isControl, nominalDelayMs } from '../faults/capabilities.ts';
import type { DatabaseHost } from '../model/database-host.ts';
import type { ExpectationInput } from '../model/expectation.ts';
import { type Question, questionSchema } from '../model/question.ts';
import { clientKinds } from '../model/vocabulary.ts';
import { expandClients } from '../scenario/hosts-schema.ts';
import { aboutClients, aboutOutsiders, aboutSocket, partsByKind, usualStandards } from '../scenario/presets/service-levels.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';

/** Whether a run of this scenario asks if its fixes hold: it is of the outage, with fixes and a fault from the command line. */
export function asksAboutFix({ outage, fixes, fault }: Pick<Scenario, 'outage' | 'fixes' | 'fault'>): boolean {
  return outage === true && fixes.length > 0 && !isControl(fault);
}

/**
 * The question whether the fixes of this run hold, with its expectations. It asks what `verify` and the matrix ask of a host.
 *
 * @param scenario with the fault and the fixes of the run.
 * @param host after the fixes.
 */
export function fixQuestion(scenario: Pick<Scenario, 'clients' | 'fault'>, host: DatabaseHost): Question {
  const standards = { ...usualStandards, fastWithinMs: fastWithinMs(scenario) };
  const kinds = expandClients(scenario.clients.tcp).length > 1 ? clientKinds : (['newcomers'] as const);
  return questionSchema.parse({
    id: 'fix',
    expectations: [
      ...kinds.flatMap((kind) => aboutClients(standards, partsByKind[kind])),
      aboutSocket(standards),
      // A fix that limits accounts keeps outsiders out at login, not by the ACL.
      ...aboutOutsiders(host.accountHosts === undefined ? 'acl' : 'login'),
      recovers(standards.fastWithinMs),
    ],
  });
}

/** Shorter than the two lookups that a client without the fix waits for. */
const timesDelay = 1.5;

/** As in the matrix. Under a fault with short delays less: there every client would pass the matrix's limit without any fix. */
function fastWithinMs({ fault }: Pick<Scenario, 'fault'>): number {
  const delayMs = nominalDelayMs(fault);
  return delayMs === 0 ? usualStandards.fastWithinMs : Math.min(usualStandards.fastWithinMs, timesDelay * delayMs);
}

function recovers(withinMs: number): ExpectationInput {
  return {
    id: 'recovers',
    text: 'Once the DNS recovers, new connects are fast within seconds',
    measure: { of: 'recovery', path: 'tcp', withinMs },
    phase: 'recovery',
    atMost: 5,
    minimumSamples: 5,
  };
}

import { isControl } from '../../../faults/capabilities.ts';
import type { FaultSettings } from '../../../faults/index.ts';
import type { ExpectationInput } from '../../../model/expectation.ts';
import type { ClientKind } from '../../../model/vocabulary.ts';
import { aboutClients, aboutSocket, fewestOutsiders, partsByKind } from '../../../scenario/presets/service-levels.ts';
import type { Configuration } from '../host/configuration.ts';
import { fewestTries } from './schedule.ts';

/** The expectations of a folder's host under one fault; `questions` of results/result.ts groups them by id. */
export function expectationsOf(
  { limits }: Pick<Configuration, 'limits'>,
  fault: FaultSettings,
  asked: readonly ClientKind[],
): ExpectationInput[] {
  const standards = { fastWithinMs: limits.greetingP95Ms, availablePercent: limits.availablePercent };
  const outsider = outsiderOut(limits);
  return [
    ...asked.flatMap((kind) => [...aboutClients(standards, partsByKind[kind]), ...slowest(limits, kind)]),
    aboutSocket(standards),
    outsider,
    { ...outsider, id: 'outsider-out-ever', text: `${outsider.text} at any time of the run`, phase: 'all', minimumSamples: 1 },
    ...(isControl(fault) ? [] : [recovers(limits)]),
    queueAtEnd,
    everybodyTries('tcp', 'client'),
    everybodyTries('outsider', 'outsider'),
  ];
}

function slowest({ greetingP99Ms }: Configuration['limits'], kind: ClientKind): ExpectationInput[] {
  return greetingP99Ms === undefined
    ? []
    : [
        {
          id: `fast-p99-${kind}`,
          text: `99 of 100 clients do not wait, ${partsByKind[kind].when}`,
          measure: { of: 'wait', path: 'tcp', statistic: 'p99', clients: kind },
          atMost: greetingP99Ms,
          minimumSamples: 10,
        },
      ];
}

function outsiderOut({ outsidersStopAt }: Configuration['limits']): ExpectationInput {
  return {
    id: 'outsider-out',
    text: outsidersStopAt === 'acl' ? 'No outsider passes the ACL' : 'No outsider logs in',
    measure: { of: 'admitted', path: 'outsider', by: outsidersStopAt, everyHost: true },
    atMost: 0,
    minimumSamples: fewestOutsiders,
  };
}

function recovers({ greetingP95Ms, recoverySeconds }: Configuration['limits']): ExpectationInput {
  return {
    id: 'recovers',
    text: 'New connects are fast again soon after the DNS is healthy',
    measure: { of: 'recovery', path: 'tcp', withinMs: greetingP95Ms },
    ...(recoverySeconds === undefined ? { isShown: true } : { atMost: recoverySeconds }),
  };
}

const queueAtEnd: ExpectationInput = {
  id: 'queue-at-end',
  text: 'How fast the accept queue was still growing when the fault ended',
  measure: { of: 'queueAtEnd' },
  isShown: true,
};

function everybodyTries(path: 'tcp' | 'outsider', who: string): ExpectationInput {
  return {
    id: `every-${who}-tried`,
    text: `Every ${who} tried at least ${fewestTries} times while the DNS was wrong`,
    measure: { of: 'idleHosts', path, atLeast: fewestTries },
    atMost: 0,
    otherwise: 'inconclusive',
  };
}

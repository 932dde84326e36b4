import { usageError } from '../../../errors/lab-error.ts';
import type { FaultSettings } from '../../../faults/index.ts';
import { faultInWords } from '../../../faults/notation/fault-in-words.ts';
import type { Arrivals } from '../../../model/load.ts';
import { clientKinds, phases } from '../../../model/vocabulary.ts';
import { newcomersShare } from '../../../scenario/presets/service-levels.ts';
import { type Scenario, type ScenarioInput, scenarioSchema } from '../../../scenario/scenario-schema.ts';
import { configurationFile, type EtcFolder } from '../access/etc-folder.ts';
import { emptyFolders } from '../host/empty-include-dirs.ts';
import { nameserverWithoutResolvConf } from '../host/host-network.ts';
import { needsCertificate } from '../host/tls.ts';
import type { Subject } from '../host/verify-subject.ts';
import { expectationsOf } from './questions.ts';
import { scenarioProblems } from './scenario-problems.ts';
import { scheduleOf, socketPerSecond } from './schedule.ts';
import { withClaims } from './spoofed-claims.ts';

/**
 * The host's files if the folder lacks them: no rules, the order of a fresh Debian, and no other host in `hosts`. Files of the image or
 * the engine must not decide.
 */
const filesByDefault: Readonly<Record<string, string>> = {
  '/etc/hosts.allow': '',
  '/etc/hosts.deny': '',
  '/etc/hosts': '127.0.0.1 localhost\n::1 localhost\n',
  '/etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
  '/etc/resolv.conf': `nameserver ${nameserverWithoutResolvConf}\n`,
};

/**
 * The folder's host under one fault, as a scenario; pure.
 *
 * @throws LabError `usage` with the lines of the folder that contradict each other.
 */
export function asScenario(subject: Subject, fault: FaultSettings): Scenario {
  const { etc, configuration, network } = subject;
  const { load, limits } = configuration;
  const { clients, outsiders, timeline, holdsBack, outsiderPatienceMs } = scheduleOf(subject, fault);
  const [first, ...others] = [...network.nameservers].sort((a, b) => Number(b.suffersFault) - Number(a.suffersFault));
  const files = etc.files
    .filter(({ path }) => path !== configurationFile && path !== 'hostname')
    .map(({ path, text }) => [`/etc/${path}`, text]);
  const { connectTimeoutMs } = load;
  return parsed(etc, {
    title: `the host of this folder, fault ${faultInWords(fault)}`,
    story: 'A database host with the files of a folder that looks like /etc.',
    nameserver: first?.address ?? nameserverWithoutResolvConf,
    otherNameservers: others,
    clients: { tcp: clients, outsider: outsiders },
    ...(holdsBack ? { newcomers: { share: newcomersShare } } : { forgetHostsAtFault: true }),
    host: {
      ...network.database,
      files: { ...filesByDefault, ...emptyFolders(etc), ...Object.fromEntries(files) },
      ...(needsCertificate(etc) ? { certificate: 'self-signed' } : {}),
      serverOptions: {},
      sysctls: {},
    },
    ident: configuration.ident,
    fault: withClaims({ etc, configuration, network }, fault),
    load: [
      { path: 'tcp', arrivals: atRandom(load.ratePerSecond, timeline), turns: true, connectTimeoutMs },
      { path: 'outsider', arrivals: atRandom(load.outsidersPerSecond, timeline), turns: true, connectTimeoutMs: outsiderPatienceMs },
      { path: 'socket', arrivals: atRandom(socketPerSecond, timeline), connectTimeoutMs },
    ],
    timeline,
    // For the charts, and for the queue at the end. More readings would slow down many runs at once.
    readingIntervalMs: 1000,
    // Lateness of the load agent counts as waiting, and must not decide.
    lagBudgetMs: Math.max(250, limits.greetingP95Ms / 2),
    // The limits are absolute, so a host that is unhealthy even without a fault is still judged.
    healthyBaseline: false,
    expectations: expectationsOf(configuration, fault, holdsBack ? clientKinds : ['newcomers']),
  });
}

/** Problems of the scenario come from the folder, and are reported as problems of the folder. */
function parsed(etc: EtcFolder, definition: ScenarioInput): Scenario {
  const { data, error } = scenarioSchema.safeParse(definition);
  if (data === undefined) {
    throw usageError(scenarioProblems(etc, definition, error), 'nothing was started, and nothing in the folder was changed');
  }
  return data;
}

/** Arrivals of a Poisson process, in each phase as many as the rate makes one expect. */
function atRandom(ratePerSecond: number, { settleMs, baselineMs, faultMs, recoveryMs }: Scenario['timeline']): Arrivals {
  const lengths = { settle: settleMs, baseline: baselineMs, fault: faultMs, recovery: recoveryMs };
  const within = phases.map((phase) => ({ phase, fromMs: 0, untilMs: lengths[phase] })).filter(({ untilMs }) => untilMs > 0);
  return { process: 'poisson', ratePerSecond, within };
}

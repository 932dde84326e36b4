import { usageError } from '../errors.ts';
import type { ExpectationInput } from '../expectation.ts';
import type { FaultSettings } from '../faults/index.ts';
import { type Scenario, type ScenarioInput, scenarioSchema } from '../scenario.ts';
import { threeQuestions } from '../three-questions.ts';
import type { Configuration } from './configuration.ts';
import { configurationFile, type EtcFolder } from './etc-folder.ts';
import { emptyFolders } from './included.ts';
import { nameserverWithoutResolvConf, type UserNetwork } from './network.ts';
import { scenarioProblems } from './scenario-problems.ts';
import { needsCertificate } from './tls.ts';

/** A folder with all that is known about it. */
export interface Subject {
  readonly etc: EtcFolder;
  readonly configuration: Configuration;
  readonly network: UserNetwork;
}

/**
 * What a host has where the folder has no such file: no rules, the order of a fresh Debian, and nobody in `hosts`. The images' own
 * files and the engine's must not decide.
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
 * @throws LabError `usage` naming the lines of the folder that do not go together.
 */
export function asScenario(subject: Subject, fault: FaultSettings): Scenario {
  const { etc, configuration, network } = subject;
  const { load, limits, timeline } = configuration;
  const [first, ...others] = [...network.nameservers].sort((a, b) => Number(b.suffersFault) - Number(a.suffersFault));
  const files = etc.files
    .filter(({ path }) => path !== configurationFile && path !== 'hostname')
    .map(({ path, text }) => [`/etc/${path}`, text]);
  const { connectTimeoutMs } = load;
  return parsed(etc, {
    title: `the host of this folder, fault ${fault.id}`,
    story: 'A database host with the files of a folder that looks like /etc.',
    nameserver: first?.address ?? nameserverWithoutResolvConf,
    otherNameservers: others,
    clients: { tcp: network.clients, outsider: network.outsiders },
    host: {
      ...network.database,
      files: { ...filesByDefault, ...emptyFolders(etc), ...Object.fromEntries(files) },
      ...(needsCertificate(etc) ? { certificate: 'self-signed' } : {}),
      serverOptions: {},
      sysctls: {},
    },
    ident: configuration.ident,
    fault,
    load: [
      { path: 'tcp', arrivals: { process: 'constant', ratePerSecond: load.ratePerSecond }, connectTimeoutMs },
      { path: 'outsider', arrivals: { process: 'constant', ratePerSecond: load.outsidersPerSecond }, connectTimeoutMs },
      { path: 'socket', arrivals: { process: 'constant', ratePerSecond: 1 }, connectTimeoutMs },
    ],
    timeline,
    // Nothing that is asked needs readings; they are there for the charts, and many runs at once would feel their cost.
    readingIntervalMs: 1000,
    // What the load agent is late by counts as waiting: it must not decide.
    lagBudgetMs: Math.max(250, limits.greetingP95Ms / 2),
    // Without a fault the question is whether the host is well at all.
    healthyBaseline: fault.id !== 'none',
    expectations: [
      ...threeQuestions({ fastWithinMs: limits.greetingP95Ms, availablePercent: limits.availablePercent }),
      ...slowest(limits),
    ],
  });
}

/** What a scenario does not take comes from the folder, and is reported as a matter of that. */
function parsed(etc: EtcFolder, definition: ScenarioInput): Scenario {
  const { data, error } = scenarioSchema.safeParse(definition);
  if (data === undefined) {
    throw usageError(scenarioProblems(etc, definition, error), 'nothing was started, and nothing in the folder was changed');
  }
  return data;
}

function slowest({ greetingP99Ms }: Configuration['limits']): ExpectationInput[] {
  return greetingP99Ms === undefined
    ? []
    : [
        {
          id: 'fast-p99',
          text: 'nor do the slowest, 99 of 100',
          measure: { of: 'elapsed', path: 'tcp', statistic: 'p99' },
          atMost: greetingP99Ms,
          minimumSamples: 10,
        },
      ];
}

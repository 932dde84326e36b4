import type { FaultSettings } from '../../../faults/index.ts';
import { shareOfOutage } from '../../../faults/outages.ts';
import { resolverOptions } from '../../../model/database-host.ts';
import { longestTimeoutMs } from '../../../model/load.ts';
import { resolverGivesUpAfterMs } from '../../../model/resolv-conf.ts';
import type { NamedHost } from '../../../network/addresses.ts';
import { type Clients, expandClients } from '../../../scenario/hosts-schema.ts';
import { fewestDecided, fewestOutsiders, newcomersShare } from '../../../scenario/presets/service-levels.ts';
import type { Scenario } from '../../../scenario/scenario-schema.ts';
import { type EtcFolder, textOf } from '../access/etc-folder.ts';
import type { Configuration } from '../host/configuration.ts';
import type { UserNetwork } from '../host/host-network.ts';
import { groupAlike, type TellingApart } from './alike.ts';
import { claimCount } from './spoofed-claims.ts';

/** A rate with which not every host can try in time. */
export interface ScheduleProblem {
  readonly setting: readonly ['load', 'ratePerSecond' | 'outsidersPerSecond'];
  readonly text: string;
  /** A rate that is about enough. */
  readonly enough: number;
}

/** Who connects when, so that every question can be answered. */
interface Schedule {
  readonly clients: readonly NamedHost[];
  readonly outsiders: readonly NamedHost[];
  readonly timeline: Scenario['timeline'];
  /** Whether some clients are held back until the fault; a single one cannot be. */
  readonly holdsBack: boolean;
  /** How long an outsider waits, in ms: one that gives up earlier would prove nothing. */
  readonly outsiderPatienceMs: number;
  /** How it differs from the settings, a sentence each. */
  readonly said: readonly string[];
  /** Why the questions cannot be answered with these settings, each with the setting to change. */
  readonly problems: readonly ScheduleProblem[];
}

/** What is known of a folder before anything is scheduled. */
interface ToSchedule {
  readonly etc: EtcFolder;
  readonly configuration: Configuration;
  readonly network: UserNetwork;
}

/** Each host tries at least this often while the DNS is wrong. */
export const fewestTries = 2;
export const socketPerSecond = 1;

/** If all hosts would need a longer fault than this to try, only a few of each group of alike hosts connect. */
const longestForAllMs = 60_000;
const longestFaultMs = 300_000;
const longestBaselineMs = 60_000;
const ofEachGroup = 3;
/** Some connects are not decided in time, and a fault that comes and goes does not keep step with hosts that take turns. */
const margin = 1.2;
/** Time for the last connects to be decided, besides the longest lookup. */
const slackMs = 5000;

/**
 * Makes the fault last until every host could try, outsiders have claimed all names, and enough connects were decided; and the baseline
 * until every known client has connected.
 */
export function scheduleOf(subject: ToSchedule, fault: FaultSettings): Schedule {
  const { etc, configuration, network } = subject;
  const { load } = configuration;
  const wrongShare = shareOfOutage(fault);
  const choose = (hosts: Clients, all: readonly NamedHost[], ratePerSecond: number): readonly NamedHost[] =>
    triesMs(all.length, ratePerSecond) <= longestForAllMs ? all : someOfEach(groupsOf(subject, hosts, all));
  const [allClients, allOutsiders] = [expandClients(network.clients), expandClients(network.outsiders)];
  const clients = choose(network.clients, allClients, load.ratePerSecond);
  const outsiders = choose(network.outsiders, allOutsiders, load.outsidersPerSecond);
  const holdsBack = clients.length > 1;
  const forClients = Math.max(triesMs(clients.length, load.ratePerSecond), decidedMs(clients.length, load.ratePerSecond));
  const claims = claimCount(subject, fault);
  const forOutsiders = Math.max(
    triesMs(outsiders.length, load.outsidersPerSecond),
    (1000 * margin * Math.max(fewestOutsiders, claims)) / load.outsidersPerSecond,
    // Each outsider makes every claim, unless that takes very long.
    Math.min(longestForAllMs, (1000 * margin * claims * outsiders.length) / load.outsidersPerSecond),
  );
  const forSocket = (1000 * margin * fewestDecided) / socketPerSecond;
  const needed = wholeSeconds(Math.max(forClients, forOutsiders, forSocket) / wrongShare);
  const forLookups = wholeSeconds(longestLookupMs(etc) + slackMs);
  const known = clients.length - (holdsBack ? Math.max(1, Math.round(newcomersShare * clients.length)) : 0);
  const timeline = {
    ...configuration.timeline,
    baselineMs: Math.max(
      configuration.timeline.baselineMs,
      Math.min(longestBaselineMs, wholeSeconds((1000 * margin * known) / load.ratePerSecond)),
    ),
    faultMs: Math.max(configuration.timeline.faultMs, Math.min(longestFaultMs, needed), Math.min(longestFaultMs, forLookups)),
  };
  return {
    clients,
    outsiders,
    timeline,
    holdsBack,
    outsiderPatienceMs: Math.min(longestTimeoutMs, timeline.faultMs + timeline.recoveryMs),
    said: [
      ...representedInWords('clients', allClients, clients),
      ...representedInWords('outsiders', allOutsiders, outsiders),
      ...(holdsBack
        ? []
        : ['there is only one client, so none can be held back: when the fault begins, the server forgets the names of its clients']),
    ],
    problems: [
      ...tooSlow('clients', 'ratePerSecond', clients.length, load.ratePerSecond, forClients / wrongShare),
      ...tooSlow('outsiders', 'outsidersPerSecond', outsiders.length, load.outsidersPerSecond, forOutsiders / wrongShare),
    ],
  };
}

/** Grouping thousands of hosts takes a tenth of a second, and each of twenty faults needs the same groups. */
const grouped = new WeakMap<Clients, { readonly by: TellingApart; readonly groups: readonly (readonly NamedHost[])[] }>();

function groupsOf({ etc: { files }, configuration: { faults } }: ToSchedule, hosts: Clients, all: readonly NamedHost[]) {
  const earlier = grouped.get(hosts);
  if (earlier !== undefined && earlier.by.files === files && earlier.by.faults === faults) {
    return earlier.groups;
  }
  const by = { files, faults };
  const groups = groupAlike(by, all);
  grouped.set(hosts, { by, groups });
  return groups;
}

/** How long it takes until each of this many hosts has tried often enough. */
function triesMs(hosts: number, ratePerSecond: number): number {
  return (1000 * margin * fewestTries * hosts) / ratePerSecond;
}

/** How long it takes until enough connects of both kinds of client are decided. */
function decidedMs(hosts: number, ratePerSecond: number): number {
  const newcomers = Math.max(1, Math.round(newcomersShare * hosts));
  const smallerShare = hosts > 1 ? Math.min(newcomers, hosts - newcomers) / hosts : 1;
  return (1000 * margin * fewestDecided) / (ratePerSecond * smallerShare);
}

/** How long the resolver of the folder waits for one name when no nameserver answers. */
function longestLookupMs(etc: EtcFolder): number {
  return resolverGivesUpAfterMs(resolverOptions({ files: { '/etc/resolv.conf': textOf(etc, 'resolv.conf') ?? '' } }));
}

function someOfEach(groups: readonly (readonly NamedHost[])[]): NamedHost[] {
  return groups.flatMap((group) => group.slice(0, ofEachGroup));
}

function representedInWords(what: string, all: readonly NamedHost[], some: readonly NamedHost[]): string[] {
  return all.length === some.length
    ? []
    : [
        `${some.length} of ${all.length.toLocaleString('en-US')} ${what} ${some.length === 1 ? 'connects' : 'connect'}: up to ${ofEachGroup} of each kind that the files tell apart`,
      ];
}

function tooSlow(
  what: string,
  setting: ScheduleProblem['setting'][1],
  hosts: number,
  ratePerSecond: number,
  neededMs: number,
): Schedule['problems'] {
  if (neededMs <= longestFaultMs) {
    return [];
  }
  const enough = Number(((ratePerSecond * neededMs) / longestFaultMs).toPrecision(2));
  const text = `expected at least ${enough} a second, so that ${hosts} ${what} can try ${fewestTries} times each within ${longestFaultMs / 1000} s; got ${ratePerSecond}`;
  return [{ setting: ['load', setting], text, enough }];
}

function wholeSeconds(ms: number): number {
  return Math.ceil(ms / 1000) * 1000;
}

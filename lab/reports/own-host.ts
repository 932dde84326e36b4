import { isControl } from '../faults/capabilities.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { Verdict } from '../verdict/verdict-schema.ts';
import type { CauseInWords } from './cause-in-words.ts';
import { type MatrixRemedies, type MeasuredRemedy, type RemediesForFault, remediesFor } from './remedies.ts';

/** A command that shows whether a host is affected, and what to look for in its output. */
export interface Check {
  readonly command: string;
  readonly lookFor: string;
}

/** The three commands to check a host of one's own. Every page of the lab that advises one takes it from here. */
export const checks = {
  linkage: {
    command: 'ldd $(command -v mariadbd mysqld) | grep libwrap',
    lookFor: 'a line: the server asks libwrap about every new client',
  },
  resolver: {
    command: 'time getent hosts ADDRESS_OF_A_CLIENT',
    lookFor: 'how long it takes, and whether it prints a name: every new client waits for such a lookup, and so does everyone behind it',
  },
  acceptQueue: {
    command: "ss -lnt '( sport = :3306 )'",
    lookFor: 'Recv-Q: if it stays above a few, clients queue and mysqld does not take them',
  },
} as const satisfies Readonly<Record<string, Check>>;

export const checksTitle = 'Is your own host affected? On the database host:';

/** What a run means for a host of one's own. */
export interface OwnHost {
  /** Empty unless clients waited or were refused because of the DNS; they do not show what lets an outsider in. */
  readonly checks: readonly Check[];
  /** Says which remedies follow, or what is known about this one; empty if nothing is known. */
  readonly said: string;
  /** The best first. */
  readonly remedies: readonly MeasuredRemedy[];
  /** How many faults of the matrix harm a host without fixes. */
  readonly faults: number;
}

const mostRemedies = 5;

/** Null if the run says nothing about other hosts: it has no fault, or the fault harmed nobody and no fix failed. */
export function ownHost(
  { manifest }: RunRecord,
  verdict: Verdict,
  cause: CauseInWords,
  matrices: readonly MatrixRemedies[],
): OwnHost | null {
  if (isControl(manifest.scenario.fault)) {
    return null;
  }
  const found = remediesFor(manifest, matrices);
  if (verdict.question !== undefined && verdict.verdict === 'confirmed') {
    return ofFixesThatHold(verdict, found);
  }
  const failed = verdict.question !== undefined && verdict.verdict === 'refuted';
  if (!cause.isDns && !failed && !letsOutsidersIn(verdict)) {
    return null;
  }
  const others = found?.remedies.filter(({ id }) => !verdict.fixes.includes(id)) ?? [];
  const which = verdict.fixes.length === 0 ? 'These remedies hold' : 'These other remedies hold';
  return {
    checks: cause.isDns ? Object.values(checks) : [],
    said: found === null || others.length === 0 ? '' : `${which} under the fault “${found.fault}” ${byMatrix(found)}, the best first:`,
    remedies: others.slice(0, mostRemedies),
    faults: found?.faults ?? 0,
  };
}

/** What the matrix says about a single fix that held here; several together are not in it. */
function ofFixesThatHold({ fixes }: Verdict, found: RemediesForFault | null): OwnHost | null {
  const [id, ...more] = fixes;
  const known = more.length === 0 ? found?.remedies.find((each) => each.id === id) : undefined;
  return found === null || known === undefined
    ? null
    : { checks: [], said: `Measured ${byMatrix(found)}:`, remedies: [known], faults: found.faults };
}

function byMatrix({ serverId, serverVersion }: RemediesForFault): string {
  return `in the matrix of fixes and faults (scenarios/MATRIX.md, ${serverId} ${serverVersion})`;
}

/** Whether the fault lets outsiders in that the ACL kept out before. */
function letsOutsidersIn({ phases: { baseline, fault } }: Verdict): boolean {
  return baseline?.paths['outsider']?.ok === 0 && (fault?.paths['outsider']?.ok ?? 0) > 0;
}

/** What is known about a remedy, after its id. */
export function remedyInWords({ title, holdsUnder, needs }: MeasuredRemedy, faults: number): string {
  const how = holdsUnder.length === faults ? `all ${faults}` : `${holdsUnder.length} of the ${faults}`;
  return `${title}; holds under ${how} faults that do harm${needs === undefined ? '' : `, needs ${needs}`}`;
}

/** The line to type to see a remedy hold in this scenario; null if the scenario does not ask that of fixes. */
export function tryLine({ manifest: { scenario, scenarioName } }: RunRecord, { remedies }: OwnHost): string | null {
  const [best] = remedies;
  return scenario.outage === true && best !== undefined ? `npm run scenario ${scenarioName} -- --fix ${best.id}` : null;
}

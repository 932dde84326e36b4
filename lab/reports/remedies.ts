import { faultName } from '../faults/notation/fault-name.ts';
import type { Manifest } from '../record/manifest.ts';

/** A remedy that holds under some fault of a matrix: fast, available and closed to outsiders, while newcomers and strangers come as well. */
export interface MeasuredRemedy {
  readonly id: string;
  /** One line: what it changes. */
  readonly title: string;
  /** The faults under which it holds, as `--fault` takes them. */
  readonly holdsUnder: readonly string[];
  /** Something it depends on, as a clause; absent if it depends on nothing else. */
  readonly needs?: string;
}

/** What one matrix says about remedies. The caller hands it in, because reports read no files. */
export interface MatrixRemedies {
  readonly serverId: string;
  readonly serverVersion: string;
  /** The faults of the matrix that harm a host without fixes. */
  readonly faults: readonly string[];
  /** Without red herrings; the best first. */
  readonly remedies: readonly MeasuredRemedy[];
}

/** What a matrix says about one fault. */
export interface RemediesForFault extends Pick<MatrixRemedies, 'serverId' | 'serverVersion'> {
  /** The fault of the matrix that is nearest to the run's: the same, or the one with the same id. */
  readonly fault: string;
  /** How many faults of the matrix harm a host without fixes. */
  readonly faults: number;
  /** Those that hold under the fault, the best first. */
  readonly remedies: readonly MeasuredRemedy[];
}

/** By the matrix of the run's server, or else the first; null if the run's fault harms no host by it, or is not in it. */
export function remediesFor(
  { scenario, server }: Pick<Manifest, 'scenario' | 'server'>,
  all: readonly MatrixRemedies[],
): RemediesForFault | null {
  const matrix = all.find(({ serverId }) => serverId === server?.id) ?? all[0];
  const names = [faultName(scenario.fault), scenario.fault.id];
  const fault = names.find((name) => matrix?.faults.includes(name) === true);
  if (matrix === undefined || fault === undefined) {
    return null;
  }
  const { serverId, serverVersion, faults, remedies } = matrix;
  return {
    serverId,
    serverVersion,
    fault,
    faults: faults.length,
    remedies: remedies.filter(({ holdsUnder }) => holdsUnder.includes(fault)),
  };
}

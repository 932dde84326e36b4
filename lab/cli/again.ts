import { resolve } from 'node:path';
import type { CellPlace } from '../campaigns/matrix/grid/cells.ts';
import { type GivenOptions, npmRun } from '../process/command-line.ts';
import { type ServerChoice, serverIdOf } from '../servers/server-choice.ts';

/** Options that do not change the run itself. A folder with a record takes no other, so "Run again" must not name it. */
const ofOneRunOnly = ['out', 'json', 'quiet'];

/** The command that runs a scenario again with the same settings, whatever WRAPLAB_SERVER is by then. */
export function scenarioAgain(name: string, given: GivenOptions, choice: ServerChoice): string[] {
  return npmRun('scenario', settings(given, choice), [name]);
}

/** The command that verifies a folder again. There is none for a single run of it. */
export function verifyAgain(folder: string, given: GivenOptions, choice: ServerChoice): string[] {
  return npmRun('verify', settings(given, choice), [folder]);
}

export function soakAgain(given: GivenOptions, choice: ServerChoice): string[] {
  return npmRun('dev', settings(given, choice), ['soak']);
}

/**
 * The command that runs this one cell again. It writes into a folder of its own, so that the answers of the whole matrix stay. Each server
 * has another folder, because a matrix on one server may not use the folder of a matrix on another.
 */
export function cellAgain({ row, column }: CellPlace, seed: number, choice: ServerChoice): string[] {
  const out = resolve('.wraplab', 'matrix', `again-${serverIdOf(choice)}`);
  const cell = { fixes: row.id, faults: column.name, seed: String(seed), fresh: true, out } as const;
  return npmRun('matrix', { ...cell, ...serverGiven(choice) });
}

function settings(given: GivenOptions, choice: ServerChoice): GivenOptions {
  const kept = Object.entries(given).filter(([name]) => !ofOneRunOnly.includes(name));
  return { ...Object.fromEntries(kept), ...serverGiven(choice) };
}

function serverGiven({ server, image }: ServerChoice): GivenOptions {
  return image === undefined ? { server: server.id } : { 'server-image': image };
}

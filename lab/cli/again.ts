import { join } from 'node:path';
import type { CellPlace } from '../campaigns/matrix/grid/cells.ts';
import { type GivenOptions, npmRun } from '../process/command-line.ts';
import { type ServerChoice, serverIdOf } from '../servers/server-choice.ts';

/** Where a record goes and what the terminal shows is not what a run is: and a folder that has a record takes no other. */
const ofOneRunOnly = ['out', 'json', 'quiet'];

/** The command that runs a scenario again with the same settings, wherever WRAPLAB_SERVER stands by then. */
export function scenarioAgain(name: string, given: GivenOptions, choice: ServerChoice): string[] {
  return npmRun('scenario', settings(given, choice), [name]);
}

/** The command that tries a folder against the DNS's faults again: one of its runs alone cannot be had. */
export function verifyAgain(folder: string, given: GivenOptions, choice: ServerChoice): string[] {
  return npmRun('verify', settings(given, choice), [folder]);
}

export function soakAgain(given: GivenOptions, choice: ServerChoice): string[] {
  return npmRun('dev', settings(given, choice), ['soak']);
}

/**
 * The command that runs this one cell again. It has a folder of its own, so that the answers of the whole matrix stay; and each server has
 * another, because the folder of a matrix on one server is refused to a matrix on another.
 */
export function cellAgain({ row, column }: CellPlace, seed: number, choice: ServerChoice): string[] {
  const out = join('.wraplab', 'matrix', `again-${serverIdOf(choice)}`);
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

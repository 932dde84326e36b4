import { loadScenario } from '../scenario/catalog.ts';
import { isScenarioFile, loadOwnScenario, nameOfFile } from '../scenario/own/own-scenario.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';
import { givenPath } from './given-path.ts';

/** A scenario that a command line names: one of the lab's own, or a file. */
export interface GivenScenario {
  /** For records and reports. */
  readonly name: string;
  /** For a command line: the name, or the absolute path of the file. */
  readonly word: string;
  readonly scenario: Scenario;
}

/** What a file prints belongs to nobody's output. */
const print = (text: string): void => void process.stderr.write(text);

/** @throws LabError `usage` if there is no such scenario, or with everything that is wrong with its file */
export async function givenScenario(word: string): Promise<GivenScenario> {
  const given = scenarioWord(word);
  return { ...given, scenario: await (isScenarioFile(word) ? loadOwnScenario(given.word, { print }) : loadScenario(word)) };
}

/** How records name the scenario of a word, and the word that means it from any folder; nothing is read. */
export function scenarioWord(word: string): Pick<GivenScenario, 'name' | 'word'> {
  return isScenarioFile(word) ? { name: nameOfFile(word), word: givenPath(word) } : { name: word, word };
}

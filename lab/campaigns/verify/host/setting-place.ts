import { join } from 'node:path';
import { configurationFile, type EtcFolder, textOf } from '../access/etc-folder.ts';
import { lineOfSetting } from './configuration.ts';

/** Where a setting is, or would be: `DIR/wraplab.yaml:LINE`, or the folder if it has no such file. */
export function placeOfSetting(etc: EtcFolder, setting: readonly PropertyKey[]): string {
  const text = textOf(etc, configurationFile);
  return text === undefined
    ? `${etc.folder} (without ${configurationFile})`
    : `${join(etc.folder, configurationFile)}:${lineOfSetting(text, setting)}`;
}

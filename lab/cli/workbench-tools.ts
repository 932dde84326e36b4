import type { WorkbenchTools } from '../campaigns/workbench.ts';
import { engineSettings } from '../engine/connection/engine-settings.ts';
import { confirm } from '../terminal/confirm.ts';
import { terminalProgress } from '../terminal/terminal-progress.ts';

/** What commands open a workbench with. */
export function workbenchTools(quiet: boolean): WorkbenchTools {
  return { settings: engineSettings(process.env), progress: terminalProgress(quiet), confirm };
}

import type { Command } from './command.ts';
import { analyze } from './commands/analyze.ts';
import { compare } from './commands/compare.ts';
import { devCommand } from './commands/dev.ts';
import { doctor } from './commands/doctor.ts';
import { engine } from './commands/engine.ts';
import { gc } from './commands/gc.ts';
import { helpCommand } from './commands/help.ts';
import { images } from './commands/images.ts';
import { matrix } from './commands/matrix.ts';
import { repeat } from './commands/repeat.ts';
import { scenario } from './commands/scenario.ts';
import { test } from './commands/test.ts';
import { verify } from './commands/verify.ts';

/** Every command, in the order of the README; each is an npm script of the same name. */
export const commands: readonly Command[] = [
  scenario,
  matrix,
  verify,
  analyze,
  compare,
  repeat,
  images,
  engine,
  gc,
  doctor,
  test,
  helpCommand(() => commands),
  devCommand(() => commands),
];

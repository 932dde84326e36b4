import type { Command } from './command.ts';
import { analyze } from './commands/analyze.ts';
import { compare } from './commands/compare.ts';
import { dev } from './commands/dev.ts';
import { doctor } from './commands/doctor.ts';
import { engine } from './commands/engine.ts';
import { gc } from './commands/gc.ts';
import { images } from './commands/images.ts';
import { matrix } from './commands/matrix.ts';
import { repeat } from './commands/repeat.ts';
import { scenario } from './commands/scenario.ts';
import { test } from './commands/test.ts';
import { verify } from './commands/verify.ts';
import { bench } from './dev/bench.ts';
import { claims } from './dev/claims.ts';
import { readmeCommand } from './dev/readme.ts';
import { soak } from './dev/soak.ts';

/** Every command; each is an npm script of the same name. */
export const commands: readonly Command[] = [
  scenario,
  matrix,
  verify,
  analyze,
  compare,
  repeat,
  soak,
  images,
  engine,
  gc,
  doctor,
  claims,
  test,
  bench,
  dev,
  readmeCommand(() => commands),
];

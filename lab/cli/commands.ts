import { analyze } from './analyze.ts';
import { bench } from './bench.ts';
import { claims } from './claims.ts';
import type { Command } from './command.ts';
import { compare } from './compare.ts';
import { dev } from './dev.ts';
import { doctor } from './doctor.ts';
import { engine } from './engine.ts';
import { gc } from './gc.ts';
import { images } from './images.ts';
import { matrix } from './matrix.ts';
import { readmeCommand } from './readme.ts';
import { repeat } from './repeat.ts';
import { scenario } from './scenario.ts';
import { soak } from './soak.ts';
import { test } from './test.ts';
import { verify } from './verify.ts';

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

import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limitEngineLog, privateEnginePaths } from '../../lab/engine/finding/private-engine.ts';

let home = '';
let log = '';

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
  ({ log } = privateEnginePaths({ home }));
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

describe("the log of the lab's own engine", () => {
  test('is truncated above 1 MiB, and continues with what is appended', () => {
    writeFileSync(log, 'x'.repeat(1024 * 1024 + 1));
    limitEngineLog({ log });
    appendFileSync(log, 'next\n');
    expect(statSync(log).size).toBe(5);
  });

  test('stays unchanged when it is smaller, and need not exist', () => {
    limitEngineLog({ log });
    writeFileSync(log, 'short\n');
    limitEngineLog({ log });
    expect(statSync(log).size).toBe(6);
  });
});

import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { limitEngineLog, privateEnginePaths } from '../../lab/engine/finding/private-engine.ts';

let home = '';

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
  vi.stubEnv('WRAPLAB_HOME', home);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

describe("the log of the lab's own engine", () => {
  test('is begun anew when it is larger than 1 MiB, and goes on with what is appended', () => {
    const { log } = privateEnginePaths();
    writeFileSync(log, 'x'.repeat(1024 * 1024 + 1));
    limitEngineLog();
    appendFileSync(log, 'next\n');
    expect(statSync(log).size).toBe(5);
  });

  test('stays as it is when it is smaller, and need not be there', () => {
    limitEngineLog();
    const { log } = privateEnginePaths();
    writeFileSync(log, 'short\n');
    limitEngineLog();
    expect(statSync(log).size).toBe(6);
  });
});

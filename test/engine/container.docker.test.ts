import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { newRunId } from '../../lab/campaigns/workbench.ts';
import { readLog } from '../../lab/engine/containers/lines.ts';
import { startContainer } from '../../lab/engine/containers/start-container.ts';
import { imageDefinition } from '../../lab/engine/images/image-definitions.ts';
import { engineUnderTest } from '../support/left-in-engine.ts';

test('the output and the end of a short-lived container can be read later', async () => {
  const engine = await engineUnderTest();
  await using container = await startContainer(engine, {
    runId: newRunId(),
    role: 'brief',
    image: imageDefinition('base', engine.architecture).reference,
    command: ['sh', '-c', 'sleep 0.5; echo output; echo complaint >&2'],
    network: { name: 'none' },
    capabilities: [],
    files: [],
    memoryBytes: 64 << 20,
    keep: false,
  });
  // The engine has ended the streams by then.
  await wait(2000);
  const lines: string[] = [];
  readLog(container.stdout, (line) => lines.push(line));
  readLog(container.stderr, (line) => lines.push(line));
  expect(await Promise.race([container.ended.then(() => 'ended'), wait(5000, 'not ended')])).toBe('ended');
  expect(lines.toSorted()).toEqual(['complaint', 'output']);
});

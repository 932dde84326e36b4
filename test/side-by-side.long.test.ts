import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { canStartPrivateEngine } from '../lab/engine/finding/private-engine.ts';
import { imageId } from '../lab/engine/images/ensure-image.ts';
import { imageDefinition } from '../lab/engine/images/image-definitions.ts';
import { readRecord } from '../lab/record/read-record.ts';
import { startLab } from './support/lab-process.ts';
import { engineUnderTest, leftOf } from './support/left-in-engine.ts';
import { startSecondEngine } from './support/second-engine.ts';

const source = await engineUnderTest();
const folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!canStartPrivateEngine())('two labs at once on an engine that lacks an image', () => {
  test('one builds it, the other waits, and both reach their verdict', async () => {
    await using second = await startSecondEngine(source, ['base', 'mariadb']);
    const agent = imageDefinition('agent', source.architecture);
    expect(await imageId(second.engine, agent.reference)).toBeNull();
    const outs = ['one', 'other'].map((name) => join(folder, name));
    const labs = outs.map((out) => startLab(['scenario', 'baseline', '--out', out], second.env));
    const ends = await Promise.all(labs.map(({ ended }) => ended));
    const said = ends.map(({ stderr }) => stderr);
    const builders = said.filter((text) => text.includes(`agent: building ${agent.reference}`));
    const waiters = said.filter((text) => /agent: waiting for process \d+, which is getting this image/.test(text));
    expect({ builders: builders.length, waiters: waiters.length, said }).toEqual({ builders: 1, waiters: 1, said });
    for (const [index, out] of outs.entries()) {
      const { manifest } = readRecord(out);
      expect({ ended: manifest.ended, image: manifest.images['agent']?.reference }).toEqual({ ended: 'complete', image: agent.reference });
      // An inconclusive run is void: beside the other one it may have been late. Alone it must be confirmed.
      const first = ends[index]?.code;
      const code = first === 2 ? (await startLab(['scenario', 'baseline', '--out', `${out}-again`], second.env).ended).code : first;
      expect(code).toBe(0);
      expect(await leftOf(second.engine, manifest.runId)).toEqual({ containers: [], networks: [] });
    }
  });
});

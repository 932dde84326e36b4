import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keptMatrices } from '../../../lab/campaigns/matrix-ledger.ts';
import { lab } from '../../support/lab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const noEngine = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };

test('shards merge without an engine into a heat map whose cells link to their runs', async () => {
  const [kept] = keptMatrices();
  const linked = ['none--dead', 'hosts-file--dead'];
  for (const [index, fix] of ['none', 'hosts-file'].entries()) {
    const shard = join(folder, `shard-${index + 1}`);
    const cells = kept?.cells.filter((cell) => cell.fix === fix).map((cell) => ({ ...cell, run: `runs/${fix}--${cell.fault}` }));
    mkdirSync(join(shard, `runs/${fix}--dead`), { recursive: true });
    writeFileSync(join(shard, `runs/${fix}--dead/report.html`), '');
    writeFileSync(join(shard, 'matrix.json'), JSON.stringify({ ...kept, rows: kept?.rows.filter(({ id }) => id === fix), cells }));
  }
  const links = (of: string): (string | undefined)[] =>
    [...readFileSync(join(folder, of, 'matrix.html'), 'utf8').matchAll(/<a class="cell" href="([^"]+)"/g)].map(([, href]) => href);
  const merge = (...args: string[]) => lab(['matrix', 'merge', ...args], noEngine);

  const merged = await merge(join(folder, 'shard-1'), join(folder, 'shard-2'), '--out', join(folder, 'whole'));
  expect({ code: merged.code, stderr: merged.stderr }).toEqual({ code: 0, stderr: '' });
  expect(links('whole')).toEqual(linked.map((run, index) => `../shard-${index + 1}/runs/${run}/report.html`));

  // The same for a matrix alone, in its own folder: one that was run before there was a heat map.
  expect((await merge(join(folder, 'shard-1'), '--out', join(folder, 'shard-1'))).code).toBe(0);
  expect(links('shard-1')).toEqual(['runs/none--dead/report.html']);
});

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Matrix, matrixSchema } from '../../../lab/campaigns/matrix/grid/answers.ts';
import { marks } from '../../../lab/campaigns/matrix/grid/matrix-table.ts';
import { readRecord } from '../../../lab/record/read-record.ts';
import { lab } from '../../support/lab-process.ts';
import { engineUnderTest, leftOf } from '../../support/left-in-engine.ts';

const engine = await engineUnderTest();
const out = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const answersIn = ({ cells }: Matrix) => Object.fromEntries(cells.map((cell) => [`${cell.fix} under ${cell.fault}`, marks(cell)]));

test('a small matrix on a real server has the known answers, leaves nothing behind, and does not run twice', async () => {
  const command = ['matrix', '--fixes', 'none,hosts-file,numeric-acl', '--faults', 'none,dead', '--out', out, '--json', '--quiet'];
  const { code, stdout, stderr } = await lab(command);
  expect({ code, stderr: stdout === '' ? stderr : '' }).toEqual({ code: 0, stderr: '' });
  const matrix = matrixSchema.parse(JSON.parse(stdout));
  expect(answersIn(matrix)).toEqual({
    'none under none': 'FAO',
    'none under dead': '··O',
    'hosts-file under none': 'FAO',
    'hosts-file under dead': 'faO',
    'numeric-acl under none': 'FAO',
    'numeric-acl under dead': 'FAO',
  });
  const manifests = matrix.cells.map(({ run }) => join(out, run ?? '', 'manifest.json'));
  for (const path of manifests) {
    expect(await leftOf(engine, readRecord(join(path, '..')).manifest.runId)).toEqual({ containers: [], networks: [] });
  }
  const written = (): number[] => manifests.map((path) => statSync(path).mtimeMs);
  const before = written();
  expect((await lab(command)).code).toBe(0);
  expect(written()).toEqual(before);
  expect(readFileSync(join(out, 'matrix.md'), 'utf8')).toContain('| `hosts-file` | FAO | faO |');
  const links = [...readFileSync(join(out, 'matrix.html'), 'utf8').matchAll(/<a class="cell" href="([^"]+)"/g)].map(([, href]) => href);
  expect(links).toEqual(matrix.cells.map(({ run }) => `${run}/report.html`));
});

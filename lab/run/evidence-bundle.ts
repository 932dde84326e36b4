import { createHash } from 'node:crypto';
import type { EvidenceResult } from '../agents/protocol.ts';
import type { Evidence, FromRecord } from '../evidence/evidence.ts';
import { excerptOf } from '../evidence/excerpt.ts';
import { evidenceGuide } from '../evidence/guide.ts';
import { evidence } from '../evidence/index.ts';
import { type EvidenceLevel, isTaken } from '../evidence/level.ts';
import { type EvidenceTask, whyNot } from '../evidence/tasks.ts';
import { type EvidenceFile, type EvidenceManifest, evidenceManifestFile } from '../record/evidence-manifest.ts';
import type { Manifest } from '../record/manifest.ts';
import type { RunRecord } from '../record/run-record.ts';

/** The evidence taken on the database host. */
export interface Taken {
  readonly tasks: readonly EvidenceTask[];
  readonly results: readonly EvidenceResult[];
  readonly files: ReadonlyMap<string, Buffer>;
}

/** For a run that ended before it took any evidence. */
export const nothingTaken: Taken = { tasks: [], results: [], files: new Map() };

/** The files of a bundle, and its manifest. */
export interface EvidenceBundle {
  readonly manifest: EvidenceManifest;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** The files of a run's bundle: the pieces themselves, the manifest, a guide, and checksums in the format of sha256sum. */
export function evidenceBundle(record: Pick<RunRecord, 'manifest' | 'events'>, level: EvidenceLevel, taken: Taken): EvidenceBundle {
  const bundle = new Map<string, Buffer>();
  const files: EvidenceFile[] = [];
  const missing: { id: string; title: string; reason: string }[] = [];
  for (const piece of evidence.filter(({ cost }) => isTaken(cost, level))) {
    const described = filesOf(piece, record, taken);
    for (const { content, ...file } of described) {
      bundle.set(file.file, content);
      files.push(file);
    }
    if (described.length === 0) {
      const reason = whyNot(piece, record.manifest.scenario, record.manifest.windows) ?? 'the run ended before it could be taken';
      missing.push({ id: piece.id, title: piece.title, reason });
    }
  }
  const manifest: EvidenceManifest = { schema: 'wraplab/evidence@1', files, missing };
  bundle.set(evidenceManifestFile, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  bundle.set('GUIDE.md', Buffer.from(evidenceGuide(record.manifest, manifest)));
  bundle.set('SHA256SUMS', Buffer.from([...bundle].map(([name, content]) => `${sha256(content)}  ${name}\n`).join('')));
  return { manifest, files: bundle };
}

type Described = EvidenceFile & { readonly content: Buffer };

function filesOf(piece: Evidence, record: Pick<RunRecord, 'manifest' | 'events'>, taken: Taken): Described[] {
  const files = piece.kind === 'record' ? [fromRecord(piece, record)] : filesFromHost(piece, record.manifest, taken);
  const first = String(files[0]?.content);
  return files.map((file) => ({ ...file, excerpt: isText(file) ? excerptOf(String(file.content), piece.excerpt, first) : '' }));
}

function fromRecord(piece: FromRecord, { manifest, events }: Pick<RunRecord, 'manifest' | 'events'>): Described {
  const whole = Buffer.from(piece.text(manifest, events));
  return describe(piece, `${piece.id}.txt`, whole.subarray(0, piece.limitBytes), { truncated: whole.length > piece.limitBytes });
}

function filesFromHost(piece: Evidence, manifest: Manifest, taken: Taken): Described[] {
  return taken.tasks
    .filter(({ id }) => id === piece.id)
    .flatMap((task) => {
      const result = taken.results.find(({ file }) => file === task.file);
      return result === undefined ? [] : [fromHost(piece, task, result, taken.files, manifest.startNs ?? 0)];
    });
}

function fromHost(piece: Evidence, task: EvidenceTask, result: EvidenceResult, files: Taken['files'], startNs: number): Described {
  const content = files.get(task.file);
  const sinceStartMs = (atNs: number): number => Math.round((atNs - startNs) / 1e4) / 100;
  return describe(piece, task.file, content ?? Buffer.alloc(0), {
    ran: task.task.kind === 'query' ? [task.task.sql] : [...task.task.command],
    fromMs: sinceStartMs(result.fromNs),
    toMs: sinceStartMs(result.toNs),
    truncated: result.truncated,
    problem: result.problem ?? (content === undefined ? 'the file was missing' : null),
  });
}

function describe(
  { id, title, lookFor, byHand, cost }: Evidence,
  file: string,
  content: Buffer,
  found: Partial<Pick<EvidenceFile, 'ran' | 'fromMs' | 'toMs' | 'truncated' | 'problem'>>,
): Described {
  return {
    file,
    id,
    title,
    lookFor,
    byHand,
    ran: [],
    fromMs: null,
    toMs: null,
    disturbs: cost === 'disturbs',
    truncated: false,
    problem: null,
    ...found,
    bytes: content.length,
    sha256: sha256(content),
    excerpt: '',
    content,
  };
}

function isText({ file }: Pick<EvidenceFile, 'file'>): boolean {
  return file.endsWith('.txt');
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

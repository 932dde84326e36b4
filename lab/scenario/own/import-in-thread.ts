import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { NotPlain } from './not-plain.ts';

/** What the import of a module led to. */
export type Imported =
  | { readonly is: 'definition'; readonly definition: unknown }
  /** `names`: what it exports instead. */
  | { readonly is: 'no default'; readonly names: readonly string[] }
  | { readonly is: 'not plain'; readonly odd: readonly NotPlain[] }
  /** It cannot be compiled, or it threw. */
  | { readonly is: 'failed'; readonly name: string; readonly message: string; readonly stack: string }
  | { readonly is: 'too slow' | 'too large' }
  /** `waits`: nothing was left to do while it waited for something; else it called `process.exit`. */
  | { readonly is: 'over'; readonly waits: boolean };

const mostMegabytes = 256;

/**
 * Imports a module in a thread of its own, which ends after `limitMs` at the latest. What the module prints goes to `print`.
 */
export async function importInThread(path: string, limitMs: number, print: (text: string) => void): Promise<Imported> {
  const worker = new Worker(new URL('./import-thread.ts', import.meta.url), {
    workerData: pathToFileURL(path).href,
    stdout: true,
    stderr: true,
    execArgv: ['--disable-warning=ExperimentalWarning', '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  });
  for (const stream of [worker.stdout, worker.stderr]) {
    stream.setEncoding('utf8').on('data', print);
  }
  const { promise, resolve, reject } = Promise.withResolvers<Imported>();
  const timer = setTimeout(() => resolve({ is: 'too slow' }), limitMs);
  worker.on('message', resolve);
  worker.on('exit', () => resolve({ is: 'over', waits: false }));
  worker.on('error', (error) =>
    'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve({ is: 'too large' }) : reject(error),
  );
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

import { parentPort, workerData } from 'node:worker_threads';
import type { Imported } from './import-in-thread.ts';
import { notPlain } from './not-plain.ts';

/** The thread of `import-in-thread.ts`: imports the module and sends back its default export. */
process.once('beforeExit', () => send({ is: 'over', waits: true }));
imported(String(workerData)).then(send, send);

function send(result: Imported): void {
  parentPort?.postMessage(result);
}

async function imported(url: string): Promise<Imported> {
  try {
    const module = (await import(url)) as Record<string, unknown>;
    if (!('default' in module)) {
      return { is: 'no default', names: Object.keys(module) };
    }
    const odd = notPlain(module['default']);
    return odd.length > 0 ? { is: 'not plain', odd } : { is: 'definition', definition: module['default'] };
  } catch (error) {
    return error instanceof Error
      ? { is: 'failed', name: error.name, message: error.message, stack: String(error.stack) }
      : { is: 'failed', name: '', message: String(error), stack: '' };
  }
}

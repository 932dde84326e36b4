import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';

/** What is wrong with a line: too long for its reader, not UTF-8, or cut off by the end of the stream. */
type LineProblem = 'too long' | 'not UTF-8' | 'unfinished';

export interface Line {
  /** Only the beginning when the line is too long. */
  readonly text: string;
  readonly problem: LineProblem | null;
}

const newline = 10;

/** Calls `onLine` for each line of a byte stream. Holds at most `maximumBytes` of a line in memory, and discards the rest of that line. */
export function readLines(stream: Readable, maximumBytes: number, onLine: (line: Line) => void): void {
  let pieces: Buffer[] = [];
  let sizeBytes = 0;
  let tooLong = false;
  const end = (problem: LineProblem | null): void => {
    const line = decoded(Buffer.concat(pieces), problem);
    pieces = [];
    sizeBytes = 0;
    onLine(line);
  };
  const add = (piece: Buffer): void => {
    if (tooLong) {
      return;
    }
    const room = maximumBytes - sizeBytes;
    pieces.push(piece.subarray(0, room));
    sizeBytes += Math.min(piece.length, room);
    if (piece.length > room) {
      tooLong = true;
      end('too long');
    }
  };
  stream.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let to = chunk.indexOf(newline); to !== -1; to = chunk.indexOf(newline, from)) {
      add(chunk.subarray(from, to));
      if (!tooLong) {
        end(null);
      }
      tooLong = false;
      from = to + 1;
    }
    add(chunk.subarray(from));
  });
  stream.on('end', () => sizeBytes > 0 && end('unfinished'));
}

/** The lines of a log as text, whatever they contain: cuts long lines, and replaces what is not UTF-8. */
export function readLog(stream: Readable, onLine: (text: string) => void): void {
  readLines(stream, longestLogLineBytes, ({ text, problem }) => onLine(problem === 'too long' ? `${text} …` : text.replace(/\r$/, '')));
}

const longestLogLineBytes = 64 * 1024;

function decoded(bytes: Buffer, problem: LineProblem | null): Line {
  // The cut may fall inside a character, so UTF-8 is checked only for whole lines.
  return { text: bytes.toString('utf8'), problem: problem ?? (isUtf8(bytes) ? null : 'not UTF-8') };
}

import { asAsciiOfSameWidth } from '../text/ascii.ts';
import { onlyAscii } from './character-set.ts';
import { erase, redraw, rowsWhenBroken } from './live/redraw.ts';
import { fitText } from './live/styled-line.ts';

/** Terminals that support it show everything between these at once; others ignore them (DEC private mode 2026). */
const beginUpdate = '\u001b[?2026h';
const endUpdate = '\u001b[?2026l';
const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';

/** What a screen needs from a terminal's stream. */
export interface TerminalStream {
  readonly columns: number;
  readonly rows: number;
  write(chunk: string | Uint8Array, encoding?: BufferEncoding | WriteDone, done?: WriteDone): boolean;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}
type WriteDone = (error?: Error | null) => void;
type Write = TerminalStream['write'];

/**
 * Lines at the end of a terminal's output that are redrawn in place. Any other output to the terminal goes above them. Closing removes the
 * lines and restores the terminal; the next `draw` opens the screen again.
 */
export class Screen {
  readonly #stream: TerminalStream;
  readonly #others: readonly TerminalStream[];
  readonly #translate: (line: string) => string;
  #isOpen = false;
  #shown: readonly string[] = [];
  #columns = 0;
  #write: Write = () => false;
  #undo: (() => void)[] = [];
  /** Called to draw again when the terminal's size has changed. */
  onResize: () => void = () => undefined;

  /**
   * @param others streams to the same terminal.
   * @param translate makes a line one that the terminal can show, of the same width. Default: it shows every character.
   */
  constructor(stream: TerminalStream, others: readonly TerminalStream[] = [], translate: (line: string) => string = (line) => line) {
    this.#stream = stream;
    this.#others = others;
    this.#translate = translate;
  }

  /** The most columns of a line. Some terminals wrap after a character in the last column, so it stays empty. */
  get width(): number {
    return Math.max(1, this.#stream.columns - 1);
  }

  /** The most lines that fit above the cursor's line. */
  get height(): number {
    return Math.max(1, this.#stream.rows - 1);
  }

  draw(drawn: readonly string[]): void {
    const lines = drawn.map(this.#translate);
    const opening = this.#isOpen ? '' : hideCursor;
    this.#open();
    const update = this.#columns === this.#stream.columns ? redraw(this.#shown, lines) : this.#erase() + redraw([], lines);
    this.#shown = lines;
    this.#columns = this.#stream.columns;
    if (opening + update !== '') {
      this.#write(`${beginUpdate}${opening}${update}${endUpdate}`);
    }
  }

  /** One line of plain text, cut to the terminal's width. */
  drawText(text: string): void {
    this.draw([fitText(text, this.width)]);
  }

  /** Removes the lines and shows the cursor again. Closing twice is harmless. */
  close(): void {
    if (this.#isOpen) {
      this.#write(`${beginUpdate}${this.#erase()}${showCursor}${endUpdate}`);
      this.#isOpen = false;
      this.#shown = [];
      for (const undo of this.#undo.splice(0)) {
        undo();
      }
    }
  }

  #open(): void {
    if (!this.#isOpen) {
      this.#isOpen = true;
      this.#columns = this.#stream.columns;
      this.#write = this.#stream.write.bind(this.#stream);
      for (const stream of [this.#stream, ...this.#others]) {
        this.#undo.push(this.#putAbove(stream));
      }
      const resized = (): void => this.onResize();
      this.#stream.on('resize', resized);
      this.#undo.push(() => this.#stream.off('resize', resized));
    }
  }

  /** Makes other output to `stream` appear above the lines; returns a function that undoes this. */
  #putAbove(stream: TerminalStream): () => void {
    const before = Object.getOwnPropertyDescriptor(stream, 'write');
    const write = stream.write.bind(stream);
    stream.write = (chunk, encoding, done) => {
      this.#write(`${beginUpdate}${this.#erase()}`);
      const result = typeof encoding === 'function' ? write(chunk, encoding) : write(chunk, encoding, done);
      this.#write(`${endsLine(chunk) ? '' : '\n'}${redraw([], this.#shown)}${endUpdate}`);
      return result;
    };
    return () => {
      if (before === undefined) {
        Reflect.deleteProperty(stream, 'write');
      } else {
        Object.defineProperty(stream, 'write', before);
      }
    };
  }

  #erase(): string {
    const rows = this.#columns === this.#stream.columns ? this.#shown.length : rowsWhenBroken(this.#shown, this.#stream.columns);
    return erase(rows);
  }
}

function endsLine(chunk: string | Uint8Array): boolean {
  const newline = '\n';
  return chunk.length === 0 || (typeof chunk === 'string' ? chunk.endsWith(newline) : chunk.at(-1) === newline.charCodeAt(0));
}

let ownScreen: Screen | undefined;

/**
 * The screen of this process, on stderr. Undefined without a terminal, on one that cannot move its cursor, and in CI, whose log keeps
 * everything ever drawn. It closes when the process exits, for whatever reason.
 */
export function processScreen(): Screen | undefined {
  if (ownScreen === undefined && canDraw(process.stderr)) {
    const screen = new Screen(
      process.stderr,
      process.stdout.isTTY ? [process.stdout] : [],
      onlyAscii(process.env) ? asAsciiOfSameWidth : undefined,
    );
    process.on('exit', () => screen.close());
    ownScreen = screen;
  }
  return ownScreen;
}

function canDraw({ isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number }): boolean {
  const { CI, TERM } = process.env;
  const inCi = CI !== undefined && CI !== '' && CI !== 'false';
  return isTTY === true && (columns ?? 0) > 0 && TERM !== 'dumb' && !inCi;
}

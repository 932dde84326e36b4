import xterm from '@xterm/headless';
import { describe, expect, test } from 'vitest';
import { Screen, type TerminalStream } from '../../lab/terminal/screen.ts';

/** A stream for a screen, with a real terminal emulator behind it. */
class Terminal implements TerminalStream {
  readonly #emulator: InstanceType<typeof xterm.Terminal>;
  #listeners: (() => void)[] = [];
  written = '';

  constructor(columns: number, rows: number) {
    this.#emulator = new xterm.Terminal({ cols: columns, rows, convertEol: true, allowProposedApi: true });
  }

  get columns(): number {
    return this.#emulator.cols;
  }

  get rows(): number {
    return this.#emulator.rows;
  }

  get listeners(): number {
    return this.#listeners.length;
  }

  get cursorHidden(): boolean {
    return this.written.lastIndexOf('\u001b[?25l') > this.written.lastIndexOf('\u001b[?25h');
  }

  write(chunk: string | Uint8Array): boolean {
    this.written += chunk.toString();
    this.#emulator.write(chunk);
    return true;
  }

  on(_event: 'resize', listener: () => void): void {
    this.#listeners.push(listener);
  }

  off(_event: 'resize', listener: () => void): void {
    this.#listeners = this.#listeners.filter((each) => each !== listener);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.settled();
    this.#emulator.resize(columns, rows);
    for (const listener of this.#listeners) {
      listener();
    }
  }

  /** Everything visible, and everything that has scrolled away. */
  async text(): Promise<string[]> {
    await this.settled();
    const { active } = this.#emulator.buffer;
    const lines = Array.from({ length: active.length }, (_, index) => active.getLine(index)?.translateToString(true) ?? '');
    return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
  }

  /** Resolves when the emulator has processed all output. */
  settled(): Promise<void> {
    return new Promise((resolve) => this.#emulator.write('', resolve));
  }
}

describe('a screen', () => {
  test('redraws its lines in place, with the cursor hidden', async () => {
    const terminal = new Terminal(40, 10);
    terminal.write('before\n');
    const screen = new Screen(terminal);
    for (let count = 0; count < 30; count++) {
      screen.draw(['title', `count ${'x'.repeat(30 - count)}`, `${count}`]);
    }
    expect(await terminal.text()).toEqual(['before', 'title', 'count x', '29']);
    expect(terminal.cursorHidden).toBe(true);
    expect(terminal.written).not.toContain('[2J');
    // Only once, for the first frame.
    expect(terminal.written.split('[J')).toHaveLength(2);
  });

  test('restores the terminal on close: no lines, a cursor, no listeners', async () => {
    const terminal = new Terminal(40, 10);
    terminal.write('before\n');
    const { write } = terminal;
    const screen = new Screen(terminal);
    screen.draw(['a', 'b']);
    screen.close();
    screen.close();
    expect(await terminal.text()).toEqual(['before']);
    expect(terminal).toMatchObject({ cursorHidden: false, listeners: 0 });
    expect(terminal.write).toBe(write);
    expect(Object.hasOwn(terminal, 'write')).toBe(false);
  });

  test('puts other output above its lines, on this stream or another to the same terminal', async () => {
    const terminal = new Terminal(40, 10);
    const other = new Terminal(40, 10);
    other.write = (chunk) => Terminal.prototype.write.call(terminal, chunk);
    const screen = new Screen(terminal, [other]);
    screen.draw(['a', 'b']);
    terminal.write('a warning\n');
    other.write('without an end');
    screen.draw(['a', 'c']);
    expect(await terminal.text()).toEqual(['a warning', 'without an end', 'a', 'c']);
    screen.close();
    other.write('the result\n');
    expect(await terminal.text()).toEqual(['a warning', 'without an end', 'the result']);
  });

  test('scrolls earlier output up when it reaches the end of the terminal', async () => {
    const terminal = new Terminal(40, 5);
    terminal.write('1\n2\n3\n4\n');
    const screen = new Screen(terminal);
    for (const last of ['c', 'd', 'e']) {
      screen.draw(['a', 'b', last]);
    }
    expect(await terminal.text()).toEqual(['1', '2', '3', '4', 'a', 'b', 'e']);
  });

  // Only while everything fits: no program can reach lines that have scrolled away.
  test.each([
    [30, 20],
    [20, 20],
    [120, 20],
    [80, 8],
  ])('leaves nothing behind when the terminal is resized to %i columns by %i rows', async (columns, rows) => {
    const terminal = new Terminal(80, 20);
    terminal.write('before\n');
    const screen = new Screen(terminal);
    const lines = () => ['a', 'b', 'c', 'd'].map((name) => `${name.repeat(screen.width)}`);
    screen.onResize = () => screen.draw(lines());
    screen.draw(lines());
    await terminal.resize(columns, rows);
    screen.draw(lines());
    expect(await terminal.text()).toEqual(['before', ...lines()]);
    await terminal.resize(80, 20);
    screen.draw(lines());
    expect(await terminal.text()).toEqual(['before', ...lines()]);
    screen.close();
    expect(await terminal.text()).toEqual(['before']);
  });

  test('cuts a line of text that is too long', async () => {
    const terminal = new Terminal(10, 5);
    const screen = new Screen(terminal);
    screen.drawText('0123456789');
    expect(await terminal.text()).toEqual(['01234567…']);
    expect([screen.width, screen.height]).toEqual([9, 4]);
  });
});

import { describe, expect, test } from 'vitest';
import { redraw } from '../../../lab/terminal/live/redraw.ts';

describe('redrawing', () => {
  test('writes nothing when nothing changed', () => {
    expect(redraw(['a', 'b'], ['a', 'b'])).toBe('');
  });

  test('overwrites only changed lines, and moves the cursor back', () => {
    expect(redraw(['a', 'b', 'c', 'd'], ['a', 'B', 'c', 'D'])).toBe('\u001b[3AB\u001b[K\r\u001b[2BD\u001b[K\r\u001b[1B');
  });

  test('erases only when the number of lines changes', () => {
    expect(redraw([], ['a'])).toBe('\r\u001b[Ja\u001b[K\n');
    expect(redraw(['a'], ['a', 'b'])).toBe('\u001b[1A\r\u001b[Ja\u001b[K\nb\u001b[K\n');
  });
});

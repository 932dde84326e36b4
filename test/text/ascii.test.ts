import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { asAscii, asAsciiOfSameWidth } from '../../lab/text/ascii.ts';

const ofCharts = '─│┤┼╭╮╯╰━░▓▁▂▃▄▅▆▇█✔✘?–·×’“”';

describe('text in ASCII', () => {
  test('has marks, punctuation and lines that look alike', () => {
    expect(asAscii('✔ CONFIRMED  “it’s” 2 × 5 – fine · ok… ✘ ?')).toBe('+ CONFIRMED  "it\'s" 2 x 5 - fine . ok... x ?');
    expect(asAscii('0.00 ┼──╮ ╭─ fault ─╯ ┤')).toBe("0.00 +--. .- fault -' |");
  });

  test('shows other characters as escapes, so that names stay distinct', () => {
    expect(asAscii('café 😀')).toBe('caf\\u{e9} \\u{1f600}');
  });

  test('keeps control sequences', () => {
    expect(asAscii('\u001b[31m✘\u001b[39m\n')).toBe('\u001b[31mx\u001b[39m\n');
  });

  test('has a different sign for each height of a wait', () => {
    expect(new Set(asAscii('▁▂▃▄▅▆▇█')).size).toBe(8);
  });
});

describe('a line drawn in place', () => {
  test('has the same width in ASCII, character by character', () => {
    for (const character of `${ofCharts}…é数😀→`) {
      const drawn = asAsciiOfSameWidth(character);
      expect(drawn).toMatch(/^\p{ASCII}+$/u);
      expect(stringWidth(drawn)).toBe(stringWidth(character));
    }
  });

  test('marks a cut with a tilde, and what it cannot show with question marks', () => {
    expect(asAsciiOfSameWidth('dns-sl… 数é ▁█')).toBe('dns-sl~ ??? _#');
  });
});

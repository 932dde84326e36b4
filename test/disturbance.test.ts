import { describe, expect, test } from 'vitest';
import { judge } from '../lab/verdict.ts';
import { atNs, faultEvents, outage, query } from './recorded.ts';

/** An outage in which connects of the fault phase waited 3 s; strace held the accept thread from 10.5 to 13 s. */
const disturbed = outage(3000, {
  events: [...faultEvents, query(11_000), { kind: 'disturbance', by: 'system-calls', fromNs: atNs(10_500), toNs: atNs(13_000) }],
});

describe('a tool that holds the accept thread', () => {
  test('takes the connects that waited meanwhile out of the times, not out of the counts', () => {
    const [, expectation] = [judge(outage(3000)), judge(disturbed)].map((verdict) => verdict.expectations[0]);
    expect(judge(outage(3000)).expectations[0]).toMatchObject({ samples: 10 });
    // Those of 10, 11 and 12 s waited while it was there; those of 13 s and later did not.
    expect(expectation).toMatchObject({ samples: 7 });
    expect(judge(disturbed).phases.fault?.paths['tcp']).toMatchObject({ attempts: 10, ok: 10 });
  });

  test('that leaves too few is the reason that is given', () => {
    const throughout = { kind: 'disturbance' as const, by: 'system-calls', fromNs: atNs(10_000), toNs: atNs(20_000) };
    const [expectation] = judge({ ...disturbed, events: [...disturbed.events, throughout] }).expectations;
    expect(expectation).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(/^too few samples: 0 .* without --evidence$/),
    });
  });

  test('what it made slow does not show in any figure of time', () => {
    const slow = disturbed.samples.map((sample) =>
      sample.kind === 'connect' && sample.scheduledNs === atNs(12_000)
        ? { ...sample, stages: { ...sample.stages, greeting: 60_000 }, elapsedMs: 60_000 }
        : sample,
    );
    expect(judge({ ...disturbed, samples: slow }).phases.fault?.paths['tcp']?.greetingMs?.max).toBe(3000);
    const unmarked = { ...disturbed, samples: slow, events: [...faultEvents, query(11_000)] };
    expect(judge(unmarked).phases.fault?.paths['tcp']?.greetingMs?.max).toBeGreaterThan(50_000);
  });
});

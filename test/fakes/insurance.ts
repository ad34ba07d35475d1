import type { Insurance } from '../../src/insurance/insurance.ts';
import { ok } from '../../src/text/result.ts';

/** For tests that have nothing to do with kept transcripts: nothing is there to keep, and nothing is kept. */
export const noInsurance: Insurance = {
  path: (session) => `/nowhere/${session}.jsonl`,
  insure: () => ok({ kind: 'nothing' }),
  standing: () => ({ kind: 'none' }),
  giveBack: () => false,
  sessions: () => [],
  drop: () => undefined,
};

import { assertNever } from '../text/result.ts';
import type { Standing } from './insurance.ts';

/** How one of our files stands to the client's. */
export type Relation =
  | { readonly kind: 'absent' }
  /** The same file by another name. */
  | { readonly kind: 'same'; readonly sizeBytes: number }
  /** Its content is how the client's file begins. */
  | { readonly kind: 'beginning'; readonly sizeBytes: number }
  | { readonly kind: 'other'; readonly sizeBytes: number };

/** What to do with the client's file. */
export type Deed =
  | { readonly kind: 'nothing' }
  /** It takes the place of ours. `keepsOld`: ours goes aside, since it holds what the client's does not. */
  | { readonly kind: 'keep'; readonly keepsOld: boolean }
  /** It is kept beside ours, which is larger. */
  | { readonly kind: 'set-aside' };

/** What there is of a session's transcript. */
export interface Scene {
  /** The client's file; 0 where it is missing or empty. */
  readonly presentBytes: number;
  readonly kept: Relation;
  readonly aside: Relation;
}

/** What insuring the client's file asks for. Pure. */
export function decide({ presentBytes, kept, aside }: Scene): Deed {
  if (presentBytes === 0) return { kind: 'nothing' };
  switch (kept.kind) {
    case 'absent':
      return { kind: 'keep', keepsOld: false };
    case 'same':
      return { kind: 'nothing' };
    case 'beginning':
      return { kind: 'keep', keepsOld: false };
    case 'other':
      if (presentBytes >= kept.sizeBytes) return { kind: 'keep', keepsOld: true };
      return aside.kind === 'same' ? { kind: 'nothing' } : { kind: 'set-aside' };
    default:
      return assertNever(kept);
  }
}

/** How what is kept stands to the client's file, in the words of {@link Standing}. Pure. */
export function standingOf({ presentBytes, kept }: Scene): Standing {
  switch (kept.kind) {
    case 'absent':
      return { kind: 'none' };
    case 'same':
      return { kind: 'same-file' };
    case 'beginning':
      return { kind: 'copy', missingBytes: presentBytes - kept.sizeBytes };
    case 'other': {
      const { sizeBytes: keptBytes } = kept;
      if (presentBytes === 0) return { kind: 'only-copy', keptBytes };
      return keptBytes > presentBytes ? { kind: 'larger', keptBytes, presentBytes } : { kind: 'outdated' };
    }
    default:
      return assertNever(kept);
  }
}

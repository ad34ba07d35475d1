import { harmless } from '../text/harmless.ts';
import { headOfCells, widthCells } from '../text/width.ts';
import type { Block, Role } from './theme.ts';

/** A piece of text of one look. Its text is harmless and holds no escape sequence. */
export interface Span {
  readonly text: string;
  readonly role: Role;
  /** Where it leads, when the terminal takes links. Checked where it is written. */
  readonly link?: string;
  /** Colour codes that another tool gave it: numbers and `;`, in place of a theme's. */
  readonly codes?: string;
  /** The block of background that it stands on. */
  readonly block?: Block;
}

/** One way to show something: its pieces from left to right. */
export type Form = readonly Span[];

/** Something to show, in one or more ways. */
export interface Segment {
  /** The fullest form first, each further one narrower. */
  readonly forms: readonly [Form, ...Form[]];
  /** What is less important gives way first. */
  readonly priority: number;
  /** How narrow its last form may be cut; null when it may not be cut. */
  readonly minCells: number | null;
  /** Belongs to what stands before it: joined by a space, not by a separator. */
  readonly isGlued: boolean;
}

/** A piece of text. */
export function span(role: Role, text: string, link?: string | null): Span {
  return link === undefined || link === null ? { role, text } : { role, text, link };
}

/** A segment from its forms, fullest first; null when nothing is left to show. Empty forms do not count. */
export function segment(priority: number, ...forms: readonly (Form | null)[]): Segment | null {
  const [first, ...rest] = forms.filter((form) => form !== null && widthOfForm(form) > 0);
  if (first === undefined || first === null) return null;
  return {
    priority,
    isGlued: false,
    minCells: null,
    forms: [first, ...rest.filter((form) => form !== null)],
  };
}

/** A segment of prose: one form, which may be cut to fit, but not below so many cells. */
export function prose(priority: number, minCells: number, form: Form): Segment | null {
  const shown = segment(priority, form);
  return shown === null ? null : { ...shown, minCells };
}

/** The cells that a form takes. */
export function widthOfForm(form: Form): number {
  return form.reduce((sum, piece) => sum + widthCells(piece.text), 0);
}

/** The form in at most so many cells: cut between whole characters, with `…` at the cut. */
export function truncateForm(form: Form, cells: number): Form {
  if (widthOfForm(form) <= cells) return form;
  if (cells < 1) return [];
  const kept: Span[] = [];
  let left = cells - 1;
  for (const piece of form) {
    const text = headOfCells(piece.text, left);
    kept.push({ ...piece, text });
    left -= widthCells(text);
    if (text !== piece.text) break;
  }
  const last = kept.at(-1);
  return last === undefined ? [] : [...kept.slice(0, -1), { ...last, text: `${last.text.trimEnd()}…` }];
}

/** The pieces with a muted word before them. */
export function labelled(label: string, form: Form): Form {
  const word = harmless(label);
  return word === '' ? form : [span('muted', `${word} `), ...form];
}

/** Good, then worrying from `warnAt` on, then bad from `badAt` on. */
export function roleFor(value: number, limits: { readonly warnAt: number; readonly badAt: number }): Role {
  if (value >= limits.badAt) return 'bad';
  return value >= limits.warnAt ? 'warn' : 'good';
}

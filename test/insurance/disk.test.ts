import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openInsurance } from '../../src/insurance/disk.ts';
import type { Insurance } from '../../src/insurance/insurance.ts';

const id = '763984d1-222d-4a68-bae8-ec0cda9a93c4';

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

function directoryIn(parent: string): string {
  const directory = mkdtempSync(join(parent, 'statusline-insurance-'));
  roots.push(directory);
  return directory;
}

interface Scene {
  readonly insurance: Insurance;
  /** The client's file. */
  readonly transcript: string;
  readonly directory: string;
  readonly keptText: () => string;
  /** A new file in the place of the client's, as by an editor. */
  readonly replace: (text: string) => void;
  readonly insure: () => unknown;
}

function sceneIn(keeping: string, client: string): Scene {
  const directory = join(directoryIn(keeping), 'transcripts');
  const project = join(directoryIn(client), 'projects/-home-dev');
  mkdirSync(project, { recursive: true });
  const transcript = join(project, `${id}.jsonl`);
  let ids = 0;
  const insurance = openInsurance({ directory, newId: () => `draft-${(ids += 1)}` });
  return {
    insurance,
    transcript,
    directory,
    keptText: () => readFileSync(insurance.path(id), 'utf8'),
    replace: (text) => {
      writeFileSync(`${transcript}.new`, text);
      renameSync(`${transcript}.new`, transcript);
    },
    insure: () => {
      const insured = insurance.insure(id, transcript);
      return insured.ok ? insured.value : insured.failure;
    },
  };
}

const here = (): Scene => sceneIn(tmpdir(), tmpdir());
const across = (): Scene => sceneIn(tmpdir(), '/dev/shm');

const hasTwoFileSystems = existsSync('/dev/shm') && statSync('/dev/shm').dev !== statSync(tmpdir()).dev;

const places = [
  { name: 'on one file system', open: here },
  ...(hasTwoFileSystems ? [{ name: 'across file systems', open: across }] : []),
];

describe.each(places)('a transcript $name', ({ open }) => {
  it('is kept when it is there, and outlives the client’s own', () => {
    const { insurance, transcript, insure, keptText } = open();
    expect(insure()).toEqual({ kind: 'nothing' });
    writeFileSync(transcript, 'one\n');
    expect(insure()).toEqual({ kind: 'kept' });
    appendFileSync(transcript, 'two\n');
    expect(insure()).toEqual({ kind: 'kept' });
    rmSync(transcript);
    expect(insure()).toEqual({ kind: 'nothing' });
    expect(keptText()).toBe('one\ntwo\n');
    expect(insurance.standing(id, transcript)).toEqual({ kind: 'only-copy', keptBytes: 8 });
  });

  it('is followed when the client writes it anew, and goes on growing', () => {
    const { transcript, insure, replace, keptText, directory } = open();
    writeFileSync(transcript, 'one\n');
    insure();
    replace('one\ntwo\n');
    expect(insure()).toEqual({ kind: 'kept' });
    appendFileSync(transcript, 'three\n');
    insure();
    expect(keptText()).toBe('one\ntwo\nthree\n');
    expect(readdirSync(directory)).toEqual([`${id}.jsonl`]);
  });

  it.each([
    ['cut short', 'a word\n'],
    ['the beginning of itself', 'a long conv'],
  ])('that comes back %s never takes the place of the larger one, and is kept beside it', (_, text) => {
    const { insurance, transcript, insure, replace, keptText, directory } = open();
    writeFileSync(transcript, 'a long conversation\n');
    insure();
    replace(text);
    expect(insure()).toEqual({ kind: 'set-aside' });
    expect(insure()).toEqual({ kind: 'set-aside' });
    expect(keptText()).toBe('a long conversation\n');
    expect(readFileSync(join(directory, `${id}.aside.jsonl`), 'utf8')).toBe(text);
    expect(insurance.standing(id, transcript)).toMatchObject({ kind: 'larger', keptBytes: 20 });
  });

  it('that is emptied leaves what is kept alone', () => {
    const { insure, replace, transcript, keptText } = open();
    writeFileSync(transcript, 'a conversation\n');
    insure();
    replace('');
    expect(insure()).toEqual({ kind: 'nothing' });
    expect(keptText()).toBe('a conversation\n');
  });

  it('that outgrows the larger one takes its place, and the larger one goes aside', () => {
    const { transcript, insure, replace, keptText, directory } = open();
    writeFileSync(transcript, 'a conversation\n');
    insure();
    replace('begun anew\n');
    insure();
    appendFileSync(transcript, 'and longer than before\n');
    expect(insure()).toEqual({ kind: 'kept' });
    expect(keptText()).toBe('begun anew\nand longer than before\n');
    expect(readFileSync(join(directory, `${id}.aside.jsonl`), 'utf8')).toBe('a conversation\n');
  });

  it('leaves nothing half-made, whatever is done twice', () => {
    const { transcript, insure, directory } = open();
    writeFileSync(transcript, 'one\n');
    for (const each of [insure, insure, insure]) each();
    expect(readdirSync(directory)).toEqual([`${id}.jsonl`]);
  });

  it('is let go of whole', () => {
    const { insurance, transcript, insure, replace, directory } = open();
    writeFileSync(transcript, 'a conversation\n');
    insure();
    replace('less\n');
    insure();
    expect(insurance.sessions()).toEqual([id]);
    insurance.drop(id);
    expect(insurance.sessions()).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
    expect(readFileSync(transcript, 'utf8')).toBe('less\n');
  });
});

describe('a transcript on one file system', () => {
  it('is one file by two names, so that nothing is ever missing', () => {
    const { insurance, transcript, insure, keptText } = here();
    writeFileSync(transcript, 'one\n');
    insure();
    appendFileSync(transcript, 'two\n');
    expect(keptText()).toBe('one\ntwo\n');
    expect(insurance.standing(id, transcript)).toEqual({ kind: 'same-file' });
  });

  it('is given back to the client under its name, folder and all, and goes on being one file', () => {
    const { insurance, transcript, insure, keptText } = here();
    writeFileSync(transcript, 'one\n');
    insure();
    rmSync(join(transcript, '../..'), { recursive: true });
    expect(insurance.giveBack(id, transcript)).toBe(true);
    appendFileSync(transcript, 'two\n');
    expect(keptText()).toBe('one\ntwo\n');
  });

  it('is not given back over one that the client has, nor where nothing is kept', () => {
    const { insurance, transcript, insure } = here();
    expect(insurance.giveBack(id, transcript)).toBe(false);
    writeFileSync(transcript, 'a conversation\n');
    insure();
    writeFileSync(`${transcript}.new`, 'mine\n');
    renameSync(`${transcript}.new`, transcript);
    expect(insurance.giveBack(id, transcript)).toBe(false);
    expect(readFileSync(transcript, 'utf8')).toBe('mine\n');
  });

  it('is found behind a link to it', () => {
    const { insurance, transcript, keptText } = here();
    writeFileSync(`${transcript}.real`, 'one\n');
    symlinkSync(`${transcript}.real`, transcript);
    expect(insurance.insure(id, transcript)).toEqual({ ok: true, value: { kind: 'kept' } });
    expect(statSync(insurance.path(id)).isFile()).toBe(true);
    expect(keptText()).toBe('one\n');
  });

  it.each([
    ['a directory', (path: string) => mkdirSync(path)],
    ['nothing', () => undefined],
  ])('is none where there is %s', (_, make) => {
    const { transcript, insure } = here();
    make(transcript);
    expect(insure()).toEqual({ kind: 'nothing' });
  });

  it('that was cut in place is still the same file: nothing is lost twice', () => {
    const { insurance, transcript, insure } = here();
    writeFileSync(transcript, 'a conversation\n');
    insure();
    truncateSync(transcript, 3);
    expect(insure()).toEqual({ kind: 'kept' });
    expect(insurance.standing(id, transcript)).toEqual({ kind: 'same-file' });
  });
});

describe.runIf(hasTwoFileSystems)('a transcript across file systems', () => {
  const megabyte = `${'x'.repeat(1024 * 1024 - 1)}\n`;

  it('is copied piece by piece, so that no event waits for all of a large one', () => {
    const { insurance, transcript, insure, keptText } = across();
    const whole = Array.from({ length: 20 }, (_, index) => `${index}${megabyte}`).join('');
    writeFileSync(transcript, whole);
    expect(insure()).toMatchObject({ kind: 'behind' });
    expect(insurance.standing(id, transcript)).toMatchObject({ kind: 'copy' });
    expect(insure()).toMatchObject({ kind: 'behind' });
    expect(insure()).toEqual({ kind: 'kept' });
    expect(keptText() === whole).toBe(true);
  });

  it('is not given back: the client would write to another file than the one that is kept', () => {
    const { insurance, transcript, insure } = across();
    writeFileSync(transcript, 'one\n');
    insure();
    rmSync(transcript);
    expect(insurance.giveBack(id, transcript)).toBe(false);
    expect(existsSync(transcript)).toBe(false);
  });
});

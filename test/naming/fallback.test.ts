import { describe, expect, it } from 'vitest';
import { fallbackName } from '../../src/naming/fallback.ts';

describe('a name without a model', () => {
  it.each([
    ['its first telling words', ['please fix the flaky login probe'], '/home/dev/web', 'Flaky Login'],
    [
      'the first prompt that has any',
      ['hi', 'ok, please do it', 'migrate billing to stripe'],
      '/x',
      'Migrate Billing',
    ],
    [
      'nothing of a path or an address',
      ['see /home/dev/secret/plan.md and https://x.test/y about tokenizers'],
      '/x',
      'Tokenizers',
    ],
    ['words of other scripts', ['почини парсер пожалуйста'], '/x', 'Почини Парсер'],
    [
      'the directory, where prompts tell nothing',
      ['hello', 'go on'],
      '/home/dev/invoice-export',
      'Invoice Export',
    ],
    [
      'no more than fits',
      ['supercalifragilisticexpialidocious refactoring'],
      '/x',
      'Supercalifragilisticexpi',
    ],
  ])('is of %s', (_, prompts, directory, name) => {
    expect(fallbackName(prompts, directory)).toBe(name);
  });

  it('is none where nothing gives one', () => {
    expect(fallbackName(['?', ''], '/')).toBeNull();
    expect(fallbackName([], null)).toBeNull();
  });
});

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

  it.each([
    ['The login page crashes when I click submit with an empty password', 'Login Crashes'],
    ['Hi Claude, could you please help me set up ESLint and Prettier in my monorepo?', 'ESLint Prettier'],
    ["why doesn't the CI pipeline run on pull requests from forks?", 'CI Pipeline'],
    ['What is the difference between useMemo and useCallback?', 'useMemo useCallback'],
    ['You are a senior engineer. Your task is to migrate the billing cron jobs.', 'Migrate Billing'],
    ['review my changes', 'Review Changes'],
    ['JIRA-1234: user avatars are not displayed in Safari', 'Avatars Safari'],
    ['refactor parser.py to use dataclasses', 'Parser Dataclasses'],
    ['look at src/auth/middleware.ts and tell me why the tests fail', 'Middleware Tests'],
    ['what does @src/billing/index.ts do', 'Billing'],
    ['/fix-issue avatars in Safari', 'Avatars Safari'],
    [
      'Traceback (most recent call last):\n  File "/app/main.py", line 42\nValueError: bad colour',
      'ValueError Bad',
    ],
    ['2026-11-26T12:25:44.508Z ERROR [worker-3] connection refused to 10.0.0.5:5432', 'Connection Refused'],
    ['Kannst du mir helfen, die Rechnungen als PDF zu exportieren?', 'Rechnungen PDF'],
    ["Peux-tu corriger le bug dans le formulaire d’inscription s'il te plaît", 'Formulaire Inscription'],
    ['Necesito que arregles el error de autenticación en la API', 'Autenticación API'],
    ['Por favor, adicione testes para o módulo de pagamento', 'Módulo Pagamento'],
    ['Исправь ошибку в парсере конфигурации', 'Парсере Конфигурации'],
    ['请帮我修复登录页面的错误', '修复登录'],
    ['ログインページのバグを修正してください', 'ログインページ'],
    ['로그인 페이지의 버그를 고쳐주세요', '로그인 페이지의'],
  ])('tells the work of "%s"', (prompt, name) => {
    expect(fallbackName([prompt], '/home/dev/shop')).toBe(name);
  });

  it.each([
    'fix this',
    'continue',
    'yes, go ahead',
    "let's continue where we left off yesterday",
    '/init',
    '!ls -la',
    '42',
    'diff --git a/src/a.ts b/src/a.ts\nindex 1234567..89abcde 100644\n--- a/src/a.ts\n+++ b/src/a.ts',
    '```ts\nconst answer = 42;\n```',
    '763984d1-222d-4a68-bae8-ec0c12345678',
  ])('is of the directory where nothing is told: %s', (prompt) => {
    expect(fallbackName([prompt], '/home/dev/shop')).toBe('Shop');
  });

  it.each([
    'AKIAIOSFODNN7EXAMPLE',
    'sk-ant-api03-AbCdEfGh1234567890xyzXYZ',
    'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
    'Tr0ub4dor7',
  ])('has nothing of what looks like a key: %s', (key) => {
    expect(fallbackName([key], '/home/dev/shop')).toBe('Shop');
  });

  it('is none where nothing gives one', () => {
    expect(fallbackName(['?', ''], '/')).toBeNull();
    expect(fallbackName([], null)).toBeNull();
  });
});

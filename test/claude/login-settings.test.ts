import { describe, expect, it } from 'vitest';
import { loginSettings } from '../../src/claude/login-settings.ts';

describe('the login in settings', () => {
  it('is the programs that print a key and what is set for the way to the model, and nothing else', () => {
    const login = loginSettings(
      JSON.stringify({
        apiKeyHelper: '/bin/key "for me"',
        awsCredentialExport: '/bin/credentials',
        awsAuthRefresh: 'aws sso login',
        hooks: { SessionStart: [{ hooks: [{ type: 'command', command: 'touch x' }] }] },
        permissions: { allow: ['Bash'] },
        env: {
          ANTHROPIC_BASE_URL: 'http://proxy',
          CLAUDE_CODE_USE_BEDROCK: '1',
          NODE_OPTIONS: '--require x',
          PORT: 7,
        },
      }),
    );
    expect(JSON.parse(login.json ?? '')).toEqual({
      apiKeyHelper: '/bin/key "for me"',
      awsCredentialExport: '/bin/credentials',
    });
    expect(login.env).toEqual({ ANTHROPIC_BASE_URL: 'http://proxy', CLAUDE_CODE_USE_BEDROCK: '1' });
  });

  it.each([
    ['no file', null],
    ['no JSON', '{"apiKeyHelper": "x"'],
    ['no object', '[]'],
    ['nothing of it', '{"model":"opus"}'],
    ['odd shapes', '{"apiKeyHelper":["x"],"env":["ANTHROPIC_API_KEY"]}'],
    ['an empty command', '{"apiKeyHelper":"","env":{"ANTHROPIC_API_KEY":null}}'],
  ])('is none in %s', (_, settings) => {
    expect(loginSettings(settings)).toEqual({ json: null, env: {} });
  });
});

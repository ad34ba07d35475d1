import { describe, expect, it } from 'vitest';
import { decodeSetupRecord, encodeSetupRecord, type SetupRecord } from '../../src/claude/setup-record.ts';

const record: SetupRecord = new Map([
  ['/a/settings.json', { before: { kind: 'no-file' }, replaced: null, backup: null }],
  ['/b/settings.json', { before: { kind: 'blank', settings: '\n' }, replaced: null, backup: '/b/x.bak' }],
  ['/c/settings.json', { before: { kind: 'no-status-line', inside: ' ' }, replaced: null, backup: null }],
  ['/d/settings.json', { before: { kind: 'no-status-line', inside: null }, replaced: null, backup: null }],
  [
    '/e/settings.json',
    { before: { kind: 'status-line', json: '{ "command":"x" }' }, replaced: 'x', backup: '/e/x.bak' },
  ],
]);

describe('the record of setup', () => {
  it('comes back from its text as it was', () => {
    expect(decodeSetupRecord(encodeSetupRecord(record))).toEqual(record);
  });

  it.each([
    '',
    'junk',
    '[]',
    '{}',
    '{"settings":7}',
    '{"settings":{"/a":null,"/b":{"before":{"kind":"odd"}}}}',
  ])('is empty where its text says nothing: %j', (text) => {
    expect(decodeSetupRecord(text).size).toBe(0);
  });

  it('leaves out what would damage the settings when it is put back', () => {
    const text = JSON.stringify({ settings: { '/a': { before: { kind: 'status-line', json: '{"comm' } } } });
    expect(decodeSetupRecord(text).size).toBe(0);
  });
});

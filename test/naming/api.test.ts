import { expect, it, onTestFinished } from 'vitest';
import { askApi } from '../../src/naming/api.ts';
import { startModel, type Model } from '../rig/model.ts';

const question = { system: 'You name.', text: 'SAY {"name":"Fox"}', model: 'haiku', timeoutMs: 5000 };

async function openModel(): Promise<Model> {
  const model = await startModel();
  onTestFinished(() => model.close());
  return model;
}

it('asks the API once and gives the text of its answer', async () => {
  const model = await openModel();
  const said = await askApi(question, { key: 'key', baseUrl: model.url });
  expect(said).toEqual({ ok: true, value: '{"name":"Fox"}' });
  expect(model.requests.map(({ path }) => path)).toEqual(['/v1/messages']);
});

it.each([
  ['a refusal', 'FAIL 401'],
  ['an overload, without trying again by itself', 'FAIL 529'],
])('tells %s', async (_, text) => {
  const model = await openModel();
  const said = await askApi({ ...question, text }, { key: 'key', baseUrl: model.url });
  expect(said).toMatchObject({ ok: false, failure: { kind: 'refused' } });
  expect(model.requests).toHaveLength(1);
});

it('gives up at the deadline', async () => {
  const model = await openModel();
  const said = await askApi(
    { ...question, text: 'WAIT', timeoutMs: 300 },
    { key: 'key', baseUrl: model.url },
  );
  expect(said).toEqual({ ok: false, failure: { kind: 'timed-out', timeoutMs: 300 } });
});

it('tells an API that cannot be reached', async () => {
  const said = await askApi(question, { key: 'key', baseUrl: 'http://127.0.0.1:9' });
  expect(said).toMatchObject({ ok: false, failure: { kind: 'refused' } });
});

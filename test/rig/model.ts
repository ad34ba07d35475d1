// A loopback stand-in for the Messages API: enough of it for the real client to hold a conversation.
// What it answers is scripted by the prompt, so that a test reads as what the user typed:
//
//   RUN <command>   a Bash tool call with that command, then a closing word
//   AGENT <prompt>  a sub-agent with that prompt, then a closing word
//   WAIT            the answer is held until `release()`
//   FAIL <status>   that HTTP status, which the client is told not to retry
//   SAY <text>      that text
//   anything else   a greeting
//
// and what the client or the product asks by itself (a title, a name) from the first words of the session.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { asRecord, field, parseJson, textOf, type JsonObject } from './json.ts';

/** One request that the stand-in got. */
export interface ModelRequest {
  readonly method: string;
  readonly path: string;
  /** The user's last words in it, or null when it carries none (a tool's result, a probe). */
  readonly prompt: string | null;
  /** Every text that user and assistant said, oldest first: shows which conversation this is. */
  readonly conversation: readonly string[];
  /**
   * What ended the turn: the id of the last message (the client's transcript will have it), or `refused`.
   * Null while the answer is held, and when it calls a tool.
   */
  readonly turnEndedBy: string | null;
  /** The key that it was sent with. */
  readonly key: string | null;
}

/** The running stand-in. */
export interface Model {
  readonly url: string;
  readonly requests: readonly ModelRequest[];
  /** Lets every held answer go, and those to come until `hold()`. */
  release(): void;
  /** Holds answers to WAIT again. */
  hold(): void;
  close(): Promise<void>;
}

type Block =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'tool_use';
      readonly id: string;
      readonly name: string;
      readonly input: Readonly<Record<string, string>>;
    };

type Reply =
  | { readonly kind: 'blocks'; readonly blocks: readonly Block[] }
  | { readonly kind: 'held'; readonly blocks: readonly Block[] }
  | { readonly kind: 'refused'; readonly status: number };

const greeting = 'Hello from the loopback model.';

/** What a prompt is answered with. */
export function scriptedReply(prompt: string | null, callId: string): Reply {
  if (prompt === null) return say('Done.');
  const [, word = '', rest = ''] = /^(RUN|AGENT|WAIT|FAIL|SAY)\b\s*([\s\S]*)$/.exec(prompt) ?? [];
  switch (word) {
    case 'RUN':
      return {
        kind: 'blocks',
        blocks: [
          { type: 'tool_use', id: callId, name: 'Bash', input: { command: rest, description: 'run it' } },
        ],
      };
    case 'AGENT': {
      const input = { description: 'look for races', prompt: rest, subagent_type: 'general-purpose' };
      return { kind: 'blocks', blocks: [{ type: 'tool_use', id: callId, name: 'Agent', input }] };
    }
    case 'WAIT':
      return { kind: 'held', blocks: [{ type: 'text', text: 'The wait is over.' }] };
    case 'FAIL':
      return { kind: 'refused', status: Number(rest) };
    case 'SAY':
      return say(rest);
    default:
      return say(greeting);
  }
}

/** The client names its sessions by a call of its own: the first words will do. */
function titled(session: string): Reply {
  return say(JSON.stringify({ title: session.split(/\s+/).slice(0, 4).join(' ') }));
}

/** A session's namer sends what it knows as JSON: the first prompt's first words make the name here. */
function namedAfter(prompt: string | null): Reply | null {
  const facts = prompt?.startsWith('{') === true ? asRecord(parseJson(prompt)) : null;
  if (facts === null || !Array.isArray(facts['names_taken'])) return null;
  const [first] = asArray(facts['first_prompts']);
  const words = (typeof first === 'string' ? first : '').split(/\s+/);
  const name = words.slice(0, 2).map(capitalised).join(' ');
  const told = {
    name,
    task: `work on ${words.join(' ')}`,
    description: `All of ${name}.`,
    summary: 'Begun.',
  };
  // Models like to talk round the object that they were asked for.
  return say(`Here it is:\n\`\`\`json\n${JSON.stringify(told)}\n\`\`\``);
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** What is said to a whole request, whoever it came from. */
function replyTo(body: JsonObject, prompt: string | null, callId: string): Reply {
  const toTitle = sessionToTitle(body);
  return toTitle === null ? (namedAfter(prompt) ?? scriptedReply(prompt, callId)) : titled(toTitle);
}

function say(text: string): Reply {
  return { kind: 'blocks', blocks: [{ type: 'text', text }] };
}

/** The words of the last user message, without what the client itself adds; null for a tool's result. */
export function lastPrompt(body: JsonObject): string | null {
  // Messages of the role `system` may follow the user's.
  const last = asArray(body['messages']).findLast((message) => field(message, 'role') === 'user');
  const blocks = last === undefined ? [] : blocksOf(last);
  if (blocks.some((block) => field(block, 'type') === 'tool_result')) return null;
  const texts = blocks.map(textOf).filter((text) => text !== '' && !text.startsWith('<'));
  return texts.at(-1)?.trim() ?? null;
}

/** The session that the client wants a title for, or null when it asks for something else. */
function sessionToTitle(body: JsonObject): string | null {
  if (field(field(body['output_config'], 'format'), 'type') !== 'json_schema') return null;
  const [text = ''] = conversationOf(body);
  return /<session>\s*([\s\S]*?)\s*<\/session>/.exec(text)?.[1] ?? null;
}

function conversationOf(body: JsonObject): readonly string[] {
  return asArray(body['messages'])
    .filter((message) => field(message, 'role') !== 'system')
    .flatMap((message) => blocksOf(message).map(textOf))
    .filter((text) => text !== '');
}

function blocksOf(message: unknown): readonly unknown[] {
  const content = field(message, 'content');
  return typeof content === 'string' ? [{ type: 'text', text: content }] : asArray(content);
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function messageOf(id: string, model: unknown, blocks: readonly Block[]): JsonObject {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: blocks,
    stop_reason: blocks.some((block) => block.type === 'tool_use') ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: {
      input_tokens: 1200,
      output_tokens: 9,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 800,
    },
  };
}

function errorOf(message: string): JsonObject {
  return { type: 'error', error: { type: 'api_error', message } };
}

/** The server-sent events of one whole message. */
function* streamOf(message: JsonObject, blocks: readonly Block[]): Generator<string> {
  yield sse({ type: 'message_start', message: { ...message, content: [], stop_reason: null } });
  for (const [index, block] of blocks.entries()) {
    const isText = block.type === 'text';
    const opened = isText ? { ...block, text: '' } : { ...block, input: {} };
    yield sse({ type: 'content_block_start', index, content_block: opened });
    const delta = isText
      ? { type: 'text_delta', text: block.text }
      : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) };
    yield sse({ type: 'content_block_delta', index, delta });
    yield sse({ type: 'content_block_stop', index });
  }
  const { stop_reason, stop_sequence } = message;
  yield sse({ type: 'message_delta', delta: { stop_reason, stop_sequence }, usage: { output_tokens: 9 } });
  yield sse({ type: 'message_stop' });
}

function sse(event: { readonly type: string } & JsonObject): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

async function bodyOf(request: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (asRecord(JSON.parse(text)) ?? {});
}

function keyOf({ headers }: IncomingMessage): string | null {
  const key = headers['x-api-key'];
  return typeof key === 'string' ? key : null;
}

function sendJson(response: ServerResponse, status: number, value: JsonObject): void {
  // The client would retry 429 and 5xx for minutes.
  response.writeHead(status, { 'content-type': 'application/json', 'x-should-retry': 'false' });
  response.end(JSON.stringify(value));
}

/** Holds callers while it is shut. */
function makeGate() {
  let isOpen = false;
  const waiting: (() => void)[] = [];
  return {
    pass: () => new Promise<void>((resolve) => (isOpen ? resolve() : void waiting.push(resolve))),
    open: () => {
      isOpen = true;
      for (const resolve of waiting.splice(0)) resolve();
    },
    shut: () => {
      isOpen = false;
    },
  };
}

/** Starts the stand-in on an ephemeral port of 127.0.0.1. */
export async function startModel(): Promise<Model> {
  const requests: ModelRequest[] = [];
  const gate = makeGate();

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const path = (request.url ?? '/').replace(/\?.*$/, '');
    const prompt = lastPrompt(body);
    const asked: ModelRequest = {
      method: request.method ?? '',
      path,
      prompt,
      conversation: conversationOf(body),
      turnEndedBy: null,
      key: keyOf(request),
    };
    const index = requests.push(asked) - 1;
    const endTurn = (turnEndedBy: string): void => void (requests[index] = { ...asked, turnEndedBy });
    if (request.method !== 'POST') return void response.writeHead(200).end();
    if (path.endsWith('/count_tokens')) return sendJson(response, 200, { input_tokens: 1200 });
    if (path !== '/v1/messages') return sendJson(response, 404, errorOf(`No such path: ${path}`));

    const reply = replyTo(body, prompt, `toolu_${requests.length}`);
    if (reply.kind === 'refused') {
      endTurn('refused');
      return sendJson(response, reply.status, errorOf(`The stand-in was told to answer ${reply.status}.`));
    }
    if (reply.kind === 'held') await gate.pass();
    const messageId = `msg_${index}`;
    const message = messageOf(messageId, body['model'], reply.blocks);
    if (message['stop_reason'] === 'end_turn') endTurn(messageId);
    if (body['stream'] !== true) return sendJson(response, 200, message);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of streamOf(message, reply.blocks)) response.write(event);
    response.end();
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => sendJson(response, 500, { error: String(error) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stand-in has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    release: gate.open,
    hold: gate.shut,
    close: () =>
      new Promise<void>((resolve) => {
        gate.open();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

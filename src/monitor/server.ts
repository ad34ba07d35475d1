import { Buffer } from 'node:buffer';
import { createServer, type Server, type Socket } from 'node:net';
import { answerText, readHead, refusalText, type Answer, type RequestHead } from './protocol.ts';

/** What one request may cost, and all of them together. */
export interface ServerLimits {
  /** A larger body is refused: its caller runs the program itself. */
  readonly maxBodyBytes: number;
  /** Bytes of unfinished requests held at any moment, over all connections. */
  readonly maxHeldBytes: number;
  readonly maxConnections: number;
  /** A caller has so long to say what it wants, and so long to take the answer. */
  readonly patienceMs: number;
}

/** Limits that no honest caller meets. */
const defaultLimits: ServerLimits = {
  maxBodyBytes: 8 * 1024 * 1024,
  maxHeldBytes: 32 * 1024 * 1024,
  maxConnections: 512,
  patienceMs: 5000,
};

/** One request as it came in. */
export interface ServedRequest {
  readonly head: RequestHead;
  readonly body: string;
}

/** A listening server. */
export interface RunningServer {
  /** Requests that are being said or answered now. */
  readonly openRequests: () => number;
  readonly served: () => number;
  /** Takes nothing more and resolves when what was begun is done; after `patienceMs` the rest is cut off. */
  close(): Promise<void>;
}

/** Listens on a path that nobody has yet. Rejects when it cannot: the path too long, no such directory, … */
export function listen(
  socketPath: string,
  serve: (request: ServedRequest) => Promise<Answer>,
  limits: ServerLimits = defaultLimits,
): Promise<RunningServer> {
  const state = { held: 0, served: 0, open: new Set<Socket>() };
  const host: Host = {
    hold: (bytes) => (state.held += bytes) <= limits.maxHeldBytes,
    release: (bytes) => (state.held -= bytes),
    serve: (request) => {
      state.served += 1;
      return serve(request);
    },
    closed: (socket) => state.open.delete(socket),
  };
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    state.open.add(socket);
    receive(socket, limits, host);
  });
  server.maxConnections = limits.maxConnections;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, () => {
      server.off('error', reject);
      // EMFILE and the like while accepting: that caller helps itself, the others are served on.
      server.on('error', () => undefined);
      resolve({
        openRequests: () => state.open.size,
        served: () => state.served,
        close: () => closeAll(server, state.open, limits.patienceMs),
      });
    });
  });
}

function closeAll(server: Server, open: ReadonlySet<Socket>, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => {
      for (const socket of open) socket.destroy();
    }, patienceMs);
    server.close(() => {
      clearTimeout(deadline);
      resolve();
    });
  });
}

/** What a connection needs of its server. */
interface Host {
  /** Counts bytes in; false when the server holds too many. */
  hold(bytes: number): boolean;
  release(bytes: number): void;
  serve(request: ServedRequest): Promise<Answer>;
  closed(socket: Socket): void;
}

/**
 * One connection, from its first byte to its end:
 *
 *   head ──► body ──► serving ──► answering ──► closed
 *     └────────┴── refused (no request, too large, too slow, too much held) ──► closed
 */
function receive(socket: Socket, limits: ServerLimits, host: Host): void {
  const intake = new Intake(limits.maxBodyBytes);
  let isOver = false;
  const finish = (last: string | null): void => {
    if (isOver) return;
    isOver = true;
    host.release(intake.heldBytes);
    intake.drop();
    if (last === null) socket.destroy();
    else if (!isTakenAtOnce(socket, last, intake.isExact)) sendOff(socket);
  };
  const deadline = setTimeout(() => {
    // One that does not take its answer is let go.
    if (isOver || intake.isWhole) socket.destroy();
    else {
      finish(refusalText('too slow'));
      deadline.refresh();
    }
  }, limits.patienceMs);
  socket.once('close', () => {
    clearTimeout(deadline);
    finish(null);
    host.closed(socket);
  });
  // A caller that is gone needs no answer; `close` follows every error.
  socket.on('error', () => undefined);
  // The end of what was said, too early: nobody is left to be answered who said everything.
  socket.once('end', () => {
    if (!intake.isWhole) finish(null);
  });
  socket.on('data', (chunk: Buffer) => {
    // Read on and away: closing with bytes unread would reset the connection under the answer.
    if (isOver || intake.isWhole) return;
    const isHeld = host.hold(chunk.length);
    const taken = intake.take(chunk);
    if (!isHeld) finish(refusalText('too much at once'));
    else if (taken.kind === 'refused') finish(refusalText(taken.why));
    else if (taken.kind === 'whole') {
      deadline.refresh();
      host.serve(taken.request).then(
        (answer) => finish(answerText(answer)),
        () => finish(refusalText('failed')),
      );
    }
  });
}

/**
 * Writes the last that a caller hears. True where the system has taken all of it and nothing is left to be read: the
 * connection is closed then, at once, and the caller finds the answer and the end together. Waiting for
 * its own end would be one more turn of the loop for every request.
 */
function isTakenAtOnce(socket: Socket, last: string, isExact: boolean): boolean {
  socket.write(last);
  const isTaken = isExact && socket.writableLength === 0;
  if (isTaken) socket.destroy();
  return isTaken;
}

function sendOff(socket: Socket): void {
  socket.end(() => socket.destroySoon());
}

type Taken =
  | { readonly kind: 'more' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'whole'; readonly request: ServedRequest };

/** A head, and where the body behind it begins. */
interface HeadAt {
  readonly head: RequestHead;
  readonly bodyAt: number;
}

/** Puts one request together from the pieces it comes in. Each byte is copied at most twice, and one piece never. */
class Intake {
  readonly #maxBodyBytes: number;
  #chunks: Buffer[] = [];
  #head: HeadAt | null = null;
  #bytes = 0;
  #isWhole = false;
  #isExact = false;

  constructor(maxBodyBytes: number) {
    this.#maxBodyBytes = maxBodyBytes;
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Whole, and nothing came behind it. */
  get isExact(): boolean {
    return this.#isExact;
  }

  get heldBytes(): number {
    return this.#bytes;
  }

  drop(): void {
    this.#chunks = [];
  }

  take(chunk: Buffer): Taken {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#head === null) {
      const reading = readHead(this.#soFar());
      if (reading.kind === 'incomplete') return { kind: 'more' };
      if (reading.kind === 'not-a-request') return { kind: 'refused', why: reading.why };
      if (reading.head.bodyBytes > this.#maxBodyBytes) return { kind: 'refused', why: 'too large' };
      this.#head = reading;
    }
    return this.#bodyAfter(this.#head);
  }

  #bodyAfter({ head, bodyAt }: HeadAt): Taken {
    const end = bodyAt + head.bodyBytes;
    if (this.#bytes < end) return { kind: 'more' };
    this.#isWhole = true;
    this.#isExact = this.#bytes === end;
    const body = this.#soFar().toString('utf8', bodyAt, end);
    this.#chunks = [];
    return { kind: 'whole', request: { head, body } };
  }

  /** All that has come, in one piece. */
  #soFar(): Buffer {
    const [first] = this.#chunks;
    const bytes = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    return bytes;
  }
}

import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';

// Not a table of our own: over a few kilobytes in a fresh process, interpreted JavaScript takes longer
// (3.5 ms for 50 KB) than loading zlib beside child_process, which the program loads anyway (0.6 ms).

const closing = Buffer.from('}');
const before = ',"crc":"';
const after = '"}';
const hexLength = 8;
const tailLength = before.length + hexLength + after.length;

/** A JSON object's text with its own CRC-32 added as the last member, `crc`. */
export function withChecksum(objectText: string): string {
  return `${objectText.slice(0, -1)}${before}${hex(crc32(objectText))}${after}`;
}

/** A JSON object whose members are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The object in a text made by {@link withChecksum}. Null for everything else, down to a single
 * changed bit. The `crc` member is left in.
 */
export function verified(bytes: Buffer): JsonObject | null {
  const bodyLength = bytes.length - tailLength;
  if (bodyLength < 1 || bytes.toString('latin1', bodyLength) !== expectedTail(bytes, bodyLength)) {
    return null;
  }
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isObject(value) ? value : null;
  } catch {
    // A sound checksum over something that is no JSON: whoever made it was not us.
    return null;
  }
}

/** Whether this is an object with members, and not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function expectedTail(bytes: Buffer, bodyLength: number): string {
  return `${before}${hex(crc32(closing, crc32(bytes.subarray(0, bodyLength))))}${after}`;
}

function hex(checksum: number): string {
  return checksum.toString(16).padStart(hexLength, '0');
}

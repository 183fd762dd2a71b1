const quote = 0x22;
const backslash = 0x5c;

/** 1 for the bytes that stand for themselves within a JSON string: all but quotes, backslashes and control characters. */
export const plainInText = new Uint8Array(256).fill(1, 0x20);
plainInText[quote] = 0;
plainInText[backslash] = 0;

/** The text of a JSON string from what is between its quotes, which must be valid. */
export function decodeText(bytes: Buffer, start: number, end: number): string {
  const value: unknown = JSON.parse(`"${bytes.toString('utf8', start, end)}"`);
  return String(value);
}

/** Whether bytes[start, end) are this text. */
export function sameBytes(bytes: Uint8Array, start: number, end: number, text: Uint8Array): boolean {
  const { length } = text;
  if (end - start !== length) return false;
  for (let index = 0; index < length; index++) {
    if (bytes[start + index] !== text[index]) return false;
  }
  return true;
}

/** Bytes of the escape at `position`; 0 when it is none. */
export function escapeLength(bytes: Uint8Array, position: number, end: number): number {
  if (position + 1 >= end) return 0;
  switch (bytes[position + 1] ?? 0) {
    case quote:
    case backslash:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return 2;
    case 0x75:
      return position + 6 <= end && areHexDigits(bytes, position + 2) ? 6 : 0;
    default:
      return 0;
  }
}

function areHexDigits(bytes: Uint8Array, start: number): boolean {
  for (let index = start; index < start + 4; index++) {
    const byte = bytes[index] ?? 0;
    const letter = byte | 0x20;
    if (!isDigit(byte) && (letter < 0x61 || letter > 0x66)) return false;
  }
  return true;
}

/** Whether a byte is an ASCII digit. */
export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

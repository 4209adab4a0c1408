import { concat, type Bytes } from './noise';

const LENGTH_SIZE = 2;

// Cuts bytes into messages of `u16 length` and that many bytes (PROTOCOL.md, section 2).
export class MessageReader {
  private waiting: Bytes = new Uint8Array(0);

  // The messages that are whole now. They are copies.
  feed(bytes: Uint8Array): Bytes[] {
    this.waiting = this.waiting.length === 0 ? bytes.slice() : concat(this.waiting, bytes);
    const messages: Bytes[] = [];
    let at = 0;
    for (;;) {
      const start = at + LENGTH_SIZE;
      if (start > this.waiting.length) break;
      const end = start + ((this.waiting[at]! << 8) | this.waiting[at + 1]!);
      if (end > this.waiting.length) break;
      messages.push(this.waiting.slice(start, end));
      at = end;
    }
    this.waiting = this.waiting.slice(at);
    return messages;
  }
}

// `message`, at most MESSAGE_CAP bytes, with its length.
export function framed(message: Uint8Array): Bytes {
  return concat(Uint8Array.of(message.length >> 8, message.length & 0xff), message);
}

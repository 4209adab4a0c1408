// Bytes that do not say what they should.
export class WireError extends Error {
  override name = 'WireError';
}

// The only code that takes received bytes apart (PROTOCOL.md: big-endian). Every read is checked against the end; one
// that would pass it throws WireError and nothing of the message is used.
export class ByteReader {
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    return this.view.getUint8(this.advance(1));
  }

  u16(): number {
    return this.view.getUint16(this.advance(2));
  }

  u32(): number {
    return this.view.getUint32(this.advance(4));
  }

  u64(): bigint {
    return this.view.getBigUint64(this.advance(8));
  }

  // A switch: 0 or 1.
  flag(): boolean {
    const value = this.u8();
    if (value > 1) throw new WireError('a switch that is neither on nor off');
    return value === 1;
  }

  // At most `cap` bytes, as a view of what is read.
  blob(cap: number): Uint8Array {
    const length = this.u16();
    if (length > cap) throw new WireError('the blob is too long');
    return this.bytes(length);
  }

  // All that is left, as a view of it.
  rest(): Uint8Array {
    return this.bytes(this.view.byteLength - this.at);
  }

  // A blob of at most `cap` bytes that are UTF-8.
  text(cap: number): string {
    const bytes = this.blob(cap);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new WireError('the text is not UTF-8');
    }
  }

  // Such a text, of one line: without control characters.
  line(cap: number): string {
    const text = this.text(cap);
    if (/\p{Cc}/u.test(text)) throw new WireError('the text has control characters');
    return text;
  }

  // The message must be over: bodies are exact.
  end(): void {
    if (this.at !== this.view.byteLength) {
      throw new WireError(`${this.view.byteLength - this.at} bytes left over`);
    }
  }

  private bytes(length: number): Uint8Array {
    const start = this.advance(length);
    return new Uint8Array(this.view.buffer, this.view.byteOffset + start, length);
  }

  private advance(count: number): number {
    const start = this.at;
    if (count > this.view.byteLength - start) throw new WireError('the message ends too early');
    this.at = start + count;
    return start;
  }
}

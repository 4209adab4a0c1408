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

  // A blob of at most `cap` bytes that are UTF-8.
  text(cap: number): string {
    const length = this.u16();
    if (length > cap) throw new WireError('the text is too long');
    const start = this.advance(length);
    const bytes = new Uint8Array(this.view.buffer, this.view.byteOffset + start, length);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new WireError('the text is not UTF-8');
    }
  }

  // The message must be over: bodies are exact.
  end(): void {
    if (this.at !== this.view.byteLength) {
      throw new WireError(`${this.view.byteLength - this.at} bytes left over`);
    }
  }

  private advance(count: number): number {
    const start = this.at;
    if (count > this.view.byteLength - start) throw new WireError('the message ends too early');
    this.at = start + count;
    return start;
  }
}

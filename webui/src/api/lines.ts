const LONGEST = 64 * 1024;

// Lines out of a byte stream that arrives in pieces of any size. A line longer than 64 KiB throws.
export class LineReader {
  private readonly decoder = new TextDecoder();
  private rest = '';

  push(bytes: ArrayBuffer): string[] {
    const lines = (this.rest + this.decoder.decode(bytes, { stream: true })).split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > LONGEST) throw new Error('A line of the event stream is too long');
    return lines.filter((line) => line.trim() !== '');
  }
}

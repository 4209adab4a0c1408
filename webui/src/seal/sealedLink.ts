import type { ByteLink, LinkEvents, OpenLink } from '../viewer/link';
import { closeCode } from '../wire/reason';
import { framed, MessageReader } from './messages';
import { Initiator, PLAIN_CAP, SealError, type Bytes, type Ciphers, type KeyPair } from './noise';

// What this side brings to the handshake.
export interface SealOptions {
  ephemeral: KeyPair; // whose public key the ticket names
  deviceKey: Bytes;
  prologue: Bytes;
  payload: Bytes; // of the first message: the ticket
  // The handshake is done; with the hash both sides can compare.
  sealed?(handshakeHash: Bytes): void;
}

// Links sealed end to end: opens one with `openLink`, shakes hands on it, and is open when the machine has proved that it
// has its key. What is not the machine's ends the link with the reason protocol_error.
export function sealedLinks(openLink: OpenLink, options: SealOptions): OpenLink {
  return (path, events) => new SealedLink(openLink, path, events, options);
}

class SealedLink implements ByteLink {
  private readonly below: ByteLink;
  private readonly reader = new MessageReader();
  private readonly initiator: Initiator;
  private ciphers: Ciphers | undefined;
  private over = false;
  private unsent = 0;
  // Everything that arrives and everything that leaves, each in its order: opening and sealing take a moment.
  private arriving: Promise<void> = Promise.resolve();
  private leaving: Promise<void> = Promise.resolve();

  constructor(
    openLink: OpenLink,
    path: string,
    private readonly events: LinkEvents,
    private readonly options: SealOptions,
  ) {
    this.initiator = new Initiator(options.ephemeral, options.deviceKey, options.prologue);
    this.below = openLink(path, {
      open: () => this.arrive(() => this.begin()),
      bytes: (bytes) => {
        for (const message of this.reader.feed(bytes)) this.message(message);
      },
      closed: (code) => this.arrive(() => this.ended(code)),
    });
  }

  send(bytes: Bytes): void {
    if (!this.ciphers || this.over) return;
    for (let at = 0; at < bytes.length; at += PLAIN_CAP) {
      const piece = bytes.slice(at, at + PLAIN_CAP);
      this.unsent += piece.length;
      const sealing = this.ciphers.send.seal(piece);
      this.leaving = this.leaving.then(async () => {
        this.below.send(framed(await sealing));
        this.unsent -= piece.length;
      });
    }
  }

  close(code: number): void {
    this.over = true;
    void this.leaving.then(() => this.below.close(code));
  }

  get buffered(): number {
    return this.unsent + this.below.buffered;
  }

  private async begin(): Promise<void> {
    this.below.send(framed(await this.initiator.begin(this.options.payload)));
  }

  private message(message: Bytes): void {
    if (!this.ciphers) {
      this.arrive(() => (this.ciphers ? this.deliver(this.ciphers.receive.open(message)) : this.finish(message)));
      return;
    }
    const opening = this.ciphers.receive.open(message);
    opening.catch(() => {}); // it is looked at in its turn
    this.arrive(() => this.deliver(opening));
  }

  private async finish(message: Bytes): Promise<void> {
    await this.initiator.finish(message);
    this.ciphers = await this.initiator.split();
    this.options.sealed?.(this.ciphers.handshakeHash);
    if (!this.over) this.events.open?.();
  }

  private async deliver(opening: Promise<Bytes>): Promise<void> {
    const plain = await opening;
    if (!this.over) this.events.bytes(plain);
  }

  private ended(code: number): void {
    if (this.over) return;
    this.over = true;
    this.events.closed(code);
  }

  private arrive(task: () => Promise<void> | void): void {
    this.arriving = this.arriving.then(task).catch((error: unknown) => this.failed(error));
  }

  private failed(error: unknown): void {
    if (this.over) return;
    if (!(error instanceof SealError)) console.error('The session could not be sealed.', error);
    this.below.close(closeCode('protocol_error'));
    this.ended(closeCode('protocol_error'));
  }
}

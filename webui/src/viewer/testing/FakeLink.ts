import { CHANNEL, FrameReader, FrameWriter, type Channel } from '../../wire/frames';
import { decodeControl, encodeControl, type Control } from '../../wire/control';
import { decodeTerminal, encodeTerminal, type TerminalMessage } from '../../wire/terminal';
import { decodeSound, encodeSound, type SoundMessage } from '../../wire/sound';
import type { ByteLink, LinkEvents, OpenLink } from '../link';

// The machine's side of a session, for tests: what the viewer sent, taken apart, and a way to answer.
export class FakeLink implements ByteLink {
  readonly heard: Control[] = [];
  readonly rfb: number[] = [];
  readonly terminal: TerminalMessage[] = [];
  readonly sound: SoundMessage[] = [];
  closedWith: number | undefined;
  buffered = 0;

  private readonly reader = new FrameReader();
  private readonly writer = new FrameWriter();

  constructor(
    readonly path: string,
    readonly events: LinkEvents,
  ) {}

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.reader.feed(bytes, (channel, payload) => {
      if (channel === CHANNEL.control) this.heard.push(decodeControl(payload.slice()));
      else if (channel === CHANNEL.terminal) this.terminal.push(decodeTerminal(payload.slice()));
      else if (channel === CHANNEL.sound) this.sound.push(decodeSound(payload.slice()));
      else this.rfb.push(...payload);
    });
  }

  close(code: number): void {
    this.closedWith = code;
  }

  say(message: Control): void {
    this.sayBytes(CHANNEL.control, encodeControl(message));
  }

  sayTerminal(message: TerminalMessage): void {
    this.sayBytes(CHANNEL.terminal, encodeTerminal(message));
  }

  saySound(message: SoundMessage): void {
    this.sayBytes(CHANNEL.sound, encodeSound(message));
  }

  sayBytes(channel: Channel, payload: Uint8Array): void {
    this.events.bytes(this.writer.frame(channel, payload).slice());
  }
}

// Opens links that a test can reach; the newest is last.
export function fakeLinks(): { links: FakeLink[]; openLink: OpenLink } {
  const links: FakeLink[] = [];
  return {
    links,
    openLink: (path, events) => {
      const link = new FakeLink(path, events);
      links.push(link);
      return link;
    },
  };
}

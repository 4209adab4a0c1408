import { CHAT_CAP } from '../wire/control';
import { shownText } from './shownText';
import type { Talk } from './Talk';

export interface ChatMessage {
  id: number;
  from: 'viewer' | 'person';
  // Fit to be shown.
  words: string;
  // Date.now()
  at: number;
  // `waiting`: the one before went out only just now; `lost`: it did not reach the machine.
  state: 'sent' | 'waiting' | 'lost';
}

export interface ChatNow {
  isConnected: boolean;
  // Somebody at the machine can read and answer.
  isThere: boolean;
  messages: readonly ChatMessage[];
}

// What a page keeps of it.
const KEPT = 500;

export const NO_CHAT: ChatNow = { isConnected: false, isThere: false, messages: [] };

// Bytes of UTF-8 over what a message may have; 0: it fits.
export function bytesTooMany(words: string): number {
  return Math.max(0, new TextEncoder().encode(written(words)).length - CHAT_CAP);
}

// Words between this viewer and the person at the machine (PROTOCOL.md, Chat), for one visit of the page: a session that was
// lost and fetched back goes on with them. Nobody stores any.
export class Chat {
  // What is being written; kept here while nobody shows it.
  draft = '';

  private now = NO_CHAT;
  private talk: Talk | undefined;
  private ids = 0;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): ChatNow => this.now;

  // False: it was not taken. It is too long or nothing, nobody is there to read it, or too much waits to be sent.
  send(words: string): boolean {
    const text = written(words);
    if (text === '' || bytesTooMany(text) > 0 || !this.talk || !this.now.isThere) return false;
    const id = ++this.ids;
    let state: ChatMessage['state'] = 'waiting';
    const done = (isSent: boolean) => {
      state = isSent ? 'sent' : 'lost';
      this.set({ messages: this.now.messages.map((message) => (message.id === id ? { ...message, state } : message)) });
    };
    if (!this.talk.say({ type: 'chat', words: text }, done)) return false;
    this.add({ id, from: 'viewer', words: shownText(text), at: Date.now(), state });
    return true;
  }

  // A session is open.
  begin(talk: Talk): void {
    this.talk = talk;
    this.set({ isConnected: true, isThere: false });
  }

  heard(words: string): void {
    this.add({ id: ++this.ids, from: 'person', words: shownText(words), at: Date.now(), state: 'sent' });
  }

  person(isThere: boolean): void {
    if (!isThere) this.talk?.drop('chat');
    this.set({ isThere });
  }

  // The session is over; another one may go on with it.
  end(): void {
    this.talk = undefined;
    if (this.now.isConnected) this.set({ isConnected: false, isThere: false });
  }

  clear(): void {
    this.draft = '';
    if (this.now.messages.length > 0) this.set({ messages: [] });
  }

  private add(message: ChatMessage): void {
    this.set({ messages: [...this.now.messages, message].slice(-KEPT) });
  }

  private set(change: Partial<ChatNow>): void {
    this.now = { ...this.now, ...change };
    for (const listener of this.listeners) listener();
  }
}

const written = (words: string) => words.replaceAll(/\r\n?/g, '\n').trim();

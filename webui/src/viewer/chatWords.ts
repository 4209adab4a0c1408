import { inLanguage } from '../languages/inLanguage';

export const chatWords = inLanguage('chat', {
  chat: 'Chat',
  unread: (count: number) => `Chat, ${count} unread`,
  person: 'Person at the machine',
  you: 'You',
  close: 'Close the chat',
  intro: 'With the person at the machine. It shows on the screen there, which other viewers see as well. Nothing of it is stored.',
  messages: 'Messages',
  message: 'Message',
  hint: 'Enter sends, Shift+Enter begins a new line.',
  send: 'Send',
  nobody: 'Nobody is at the machine to read this.',
  notConnected: 'There is no session now.',
  tooLong: (bytes: number) => `That is too long for one message, by ${bytes} ${bytes === 1 ? 'byte' : 'bytes'} of 1,000. Send it in parts.`,
  tooFast: 'That was much at once. Wait a moment, then send it.',
  states: { waiting: 'Being sent…', lost: 'Not sent' },
  said: (words: string) => `Person at the machine: ${words}`,
});

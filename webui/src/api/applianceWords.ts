import { inLanguage } from '../languages/inLanguage';

// What the appliance says comes in English. A language says it in its own words where it knows the sentence; `code` is that
// of a refusal. What neither helps with stays English.
export const applianceWords = inLanguage('appliance', {
  said: (english: string, _code?: string) => english,
  noAnswer: 'The appliance does not answer. Check the network connection; the page tries again by itself.',
  pageFault: 'Something went wrong in this page. Load it again; if that does not help, tell your administrator.',
  notSignedIn: 'You are not signed in.',
  notPermitted: 'You are not allowed to do this.',
  notFound: 'There is nothing here.',
  tooManyTries: 'Too many tries. Wait a little, then try again.',
  busy: 'The appliance is busy. Try again in a moment.',
  notUnderstood: (status: number) =>
    `The appliance answered in a way this page does not understand (${status}). Load the page again.`,
});

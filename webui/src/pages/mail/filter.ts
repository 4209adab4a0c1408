// Which messages are shown, as the page's address says it: a link to it shows the same.
import type { MailState } from '../../api/mail';
import { words } from './words';

export interface Choice {
  state: MailState | undefined; // undefined: any
  search?: never; // they can't be searched
}

// An address may hold anything; what is no state counts as not chosen.
export function asState(text: string | null): MailState | undefined {
  return text !== null && Object.hasOwn(words.states, text) ? (text as MailState) : undefined;
}

export const readChoice = (params: URLSearchParams): Choice => ({ state: asState(params.get('state')) });

export const writeChoice = ({ state }: Choice): URLSearchParams => new URLSearchParams(state && { state });

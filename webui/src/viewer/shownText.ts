// What others wrote, fit to be shown: in which everything is seen and nothing turns the text around it (as base/text.cpp has it).
const UNSEEN =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc]|[\u{e0000}-\u{e0fff}]/gu;
// Persian and emoji need these between two characters; elsewhere they only make two texts look like one.
const LOOSE_JOINERS = /(?<![\u{300}-\u{10ffff}])[\u200c\u200d]|[\u200c\u200d](?![\u{300}-\u{10ffff}])/gu;
const UNREADABLE = '\ufffd';

// With its line breaks, of which never more than two follow each other.
export function shownText(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(UNSEEN, UNREADABLE)
    .replaceAll(LOOSE_JOINERS, UNREADABLE)
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

// In one line, of at most so many characters.
export function shownLine(text: string, characters: number): string {
  const line = [...shownText(text).replaceAll(/\s+/g, ' ')];
  return line.length <= characters ? line.join('') : `${line.slice(0, characters - 1).join('')}…`;
}

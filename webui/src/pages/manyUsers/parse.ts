// Reads a list of people: e-mail addresses between line breaks, commas, semicolons or blanks, or a CSV (RFC 4180) with
// email[,first name,last name]. Nothing in it is ever computed; text is text.

import { fieldsOf, type Row, rowsOf, separatorOf } from '../../ui/csv';
import { words as shared } from '../../ui/words';
import { words } from './words';

export const MOST_LINES = 10_000;

export interface Line {
  // As people count, from 1.
  line: number;
  email: string;
  first_name: string;
  last_name: string;
  // Why it can't be taken; undefined: it can.
  mistake?: string;
}

type Column = 'email' | 'first_name' | 'last_name';

const names: Record<string, Column> = {
  email: 'email',
  mail: 'email',
  emailaddress: 'email',
  mailaddress: 'email',
  emailadresse: 'email',
  first: 'first_name',
  firstname: 'first_name',
  givenname: 'first_name',
  forename: 'first_name',
  vorname: 'first_name',
  last: 'last_name',
  lastname: 'last_name',
  surname: 'last_name',
  familyname: 'last_name',
  nachname: 'last_name',
};

const usual: readonly (Column | undefined)[] = ['email', 'first_name', 'last_name'];

// Only addresses, whatever is between them.
function addressesOf(raw: string): string[] | undefined {
  const parts = raw.split(/[\s,;]+/).filter((part) => part !== '');
  return parts.every((part) => part.includes('@') && !part.includes('"')) ? parts : undefined;
}

function headerOf(fields: string[] | undefined): (Column | undefined)[] | undefined {
  if (!fields || fields.some((field) => field.includes('@'))) return undefined;
  const columns = fields.map((field) => names[field.toLowerCase().replace(/[\s_-]/g, '')]);
  return columns.includes('email') ? columns : undefined;
}

function lineOf(row: Row, separator: string, columns: readonly (Column | undefined)[]): Line {
  const line: Line = { line: row.line, email: '', first_name: '', last_name: '' };
  const fields = fieldsOf(row.raw, separator);
  if (!fields) return { ...line, email: row.raw.trim().slice(0, 100), mistake: shared.file.badQuote };
  fields.forEach((field, index) => {
    const column = columns[index];
    if (column) line[column] = field;
  });
  if (columns === usual && fields.length > usual.length) line.mistake = words.mistakes.columns;
  if (!line.email.includes('@')) {
    line.mistake = words.mistakes.email;
    line.email ||= row.raw.trim().slice(0, 100);
  }
  return line;
}

// An address that is there twice counts once.
function withoutTwins(lines: Line[]): Line[] {
  const seen = new Map<string, number>();
  return lines.map((one) => {
    const key = one.email.toLowerCase();
    const before = seen.get(key);
    if (one.mistake !== undefined) return one;
    if (before !== undefined) return { ...one, mistake: words.mistakes.twin(before) };
    seen.set(key, one.line);
    return one;
  });
}

export function parseLines(text: string): Line[] {
  const rows = rowsOf(text);
  const separator = separatorOf(rows.filter(({ raw }) => !addressesOf(raw)));
  const header = headerOf(rows[0] && fieldsOf(rows[0].raw, separator));
  const lines = rows.slice(header ? 1 : 0).flatMap((row) => {
    const addresses = header ? undefined : addressesOf(row.raw);
    if (!addresses) return [lineOf(row, separator, header ?? usual)];
    return addresses.map((email) => ({ line: row.line, email, first_name: '', last_name: '' }));
  });
  return withoutTwins(lines);
}
